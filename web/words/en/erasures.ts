import type { zhErasures } from '../zh/erasures.ts';

export const enErasures: typeof zhErasures = {
  erasures: {
    title: 'Requests to delete',
    hint: 'What people asked to have deleted of them: texts, readings, figures and full text go, it is not taken in when it is met again, and quotes of it in reports are struck out. The numbers in alerts stay. Ask for it where a post is shown whole.',
    open: 'Delete on request of the person…',
    what: 'What to delete',
    scopes: {
      post: 'This post only',
      copies: 'It and all that say the same or nearly so; the same words are not taken in from now on',
      author: 'All posts of this account, of which nothing is taken in from now on',
    },
    note: 'Number of the request, or a note (without the person’s name)',
    sure: 'Delete for good',
    asked: 'The deletion has begun and takes some minutes.',
    none: 'Nobody has asked yet',
    noneHint:
      'When somebody asks to have their posts deleted, open one of them: the request stands at its end.',
    running: (n) => `under way, ${n} deleted so far`,
    done: (n) => `${n} deleted`,
    quoted:
      'These reports quoted them. The quotes are struck out; look through what people wrote there, names of stories, and files that were sent:',
    report: (id) => `report ${id}`,
  },
};

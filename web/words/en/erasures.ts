import type { zhErasures } from '../zh/erasures.ts';

export const enErasures: typeof zhErasures = {
  erasures: {
    title: 'Requests to delete',
    hint: 'What people asked to have deleted of them: texts, readings, figures and full text go, and it is not taken in when it is met again. The numbers in alerts stay. Ask for it where a post is shown whole.',
    open: 'Delete on request of the person…',
    what: 'What to delete',
    scopes: {
      post: 'This post only',
      copies: 'It and all that say the same',
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
    quoted: 'These reports still quote them; amend or delete them:',
    report: (id) => `report ${id}`,
  },
};

import type { Words } from '../zh.ts';

export const enForms: Pick<Words, 'forms'> = {
  forms: {
    spacedTerm: (term) => `“${term}” is looked for with its spaces: a text without them does not match`,
    splitTerm: (n) => `Split into ${n} terms`,
    foreignTerm: (term) =>
      `The signs in “${term}” are looked for as they are: only NEAR/8(a,b) and a pair of quotes mean more`,
    leave: 'What you typed is not saved and will be lost. Leave nevertheless?',
    reasonBlank: 'Please write a reason, not only spaces',
    unticked: 'Tick this',
    unchosen: 'Choose one',
    least: (n) => `Not less than ${n}`,
    most: (n) => `Not more than ${n}`,
    faults: {
      missing: 'Please fill this in',
      hidden: 'The address is another: type it again',
      'not-a-url': 'This is no web address: a whole one begins with http:// or https://',
      'not-a-mail-server': 'This is no mail server: a whole one begins with smtp:// or smtps://',
      'not-an-email': 'Not all of these are e-mail addresses; separate them by commas',
      'not-a-number': 'This takes a number',
      'out-of-range': 'This is out of range',
      'not-an-option': 'Choose one of those listed',
      'too-long': 'Too long',
    },
  },
};

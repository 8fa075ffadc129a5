import { counted, isOne } from './counted.ts';

/** Lists of feeds (OPML), in and out. */
export const enOpml = {
  opml: {
    open: 'Import OPML',
    exported: 'Export OPML',
    title: 'Import a list of feeds',
    drop: 'Drop an OPML file here',
    dropNow: 'Let go to read it',
    kinds:
      'An .opml or .xml file from another reader. What would be added is listed first; nothing is stored until you confirm.',
    choose: 'Choose a file',
    another: 'Another file',
    reading: 'Reading the file',
    willMake: (feeds: number) => (feeds === 0 ? 'No feed to add' : `${counted(feeds, 'feed')} to add`),
    known: (n: number) => `${n} known`,
    refused: (n: number) => `${n} unusable`,
    folders: (n: number) =>
      isOne(n) ? 'Also make a watch of the folder' : `Also make a watch of each of the ${n} folders`,
    foldersHint: "The folder's name becomes the watch's term, over all feeds. It can be changed later.",
    noFolders: 'No folder that could become a watch',
    watches: 'Folders',
    feeds: 'Feeds',
    name: 'Name',
    folder: 'Folder',
    result: 'Result',
    terms: 'Terms',
    count: 'Feeds',
    status: { new: 'new', known: 'known', refused: 'unusable' },
    more: (n: number) => `${n} more are not listed and are treated the same way.`,
    make: (feeds: number, watches: number) =>
      watches === 0
        ? `Add ${counted(feeds, 'feed')}`
        : `Add ${counted(feeds, 'feed')} and ${counted(watches, 'watch', 'watches')}`,
    making: 'Storing',
    made: (feeds: number, watches: number) =>
      watches === 0
        ? `${counted(feeds, 'feed')} added, read for the first time now.`
        : `${counted(feeds, 'feed')} and ${counted(watches, 'watch', 'watches')} added; what is new is read for the first time now.`,
    toWatches: 'See the watches',
    line: (n: number) => `line ${n}`,
  },
  opmlCodes: {
    reason: {
      'no-address': 'no feed address',
      'not-web': 'not a web address',
      'too-long': 'the address is too long',
      twice: 'the same as an earlier one',
      'catch-all': 'too general a name to be a subject',
      'no-term': 'no usable term in the name',
    },
    fault: {
      empty: 'The file is empty',
      'not-text': 'This is not a text file',
      'not-opml': 'This is not an OPML file',
      feed: 'This is a feed, not a list of feeds. Enter its address under “Add feed”',
      page: 'This is a web page, not an OPML file. Export it from the reader again',
      broken: 'The file is cut off or has a mistake in it',
      'no-feeds': 'The file names no feed',
      'too-many': 'A file may name at most 2,000 feeds; split it',
      'too-deep': 'Folders are nested too deep',
    },
  },
};

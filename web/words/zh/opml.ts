/** Words of lists of feeds (OPML), in and out. */
export const zhOpml = {
  opml: {
    open: '导入 OPML',
    exported: '导出 OPML',
    title: '导入订阅列表',
    drop: '把 OPML 文件拖到这里',
    dropNow: '松开即可',
    kinds: '别的阅读器导出的 .opml 或 .xml 文件。先列出会新建什么，确认之后才写入。',
    choose: '选择文件',
    another: '换一个文件',
    reading: '正在读取文件',
    willMake: (feeds: number) => (feeds === 0 ? '没有可新建的来源' : `会新建 ${feeds} 个来源`),
    known: (n: number) => `${n} 个已有`,
    refused: (n: number) => `${n} 个不能用`,
    folders: (n: number) => `同时为 ${n} 个文件夹各建一个监测方案`,
    foldersHint: '以文件夹名为监测词，在全部来源里查找。建好以后可以改。',
    noFolders: '没有可建成监测方案的文件夹',
    watches: '文件夹',
    feeds: '来源',
    name: '名称',
    folder: '文件夹',
    result: '结果',
    terms: '监测词',
    count: '来源数',
    status: { new: '新建', known: '已有', refused: '不能用' },
    more: (n: number) => `另有 ${n} 个没有列出，处理方式相同。`,
    make: (feeds: number, watches: number) =>
      watches === 0 ? `新建 ${feeds} 个来源` : `新建 ${feeds} 个来源、${watches} 个监测方案`,
    making: '正在写入',
    made: (feeds: number, watches: number) =>
      watches === 0
        ? `已新建 ${feeds} 个来源，马上开始第一次读取。`
        : `已新建 ${feeds} 个来源、${watches} 个监测方案，马上开始第一次读取。`,
    toWatches: '看监测方案',
    line: (n: number) => `第 ${n} 行`,
  },
  opmlCodes: {
    reason: {
      'no-address': '没有订阅地址',
      'not-web': '不是网页地址',
      'too-long': '地址过长',
      twice: '与文件里前面的地址重复',
      'catch-all': '名称太笼统，不能作为主题',
      'no-term': '名称里没有能用的词',
    },
    fault: {
      empty: '文件是空的',
      'not-text': '这不是文本文件',
      'not-opml': '这不是 OPML 文件',
      feed: '这是一个订阅源，不是订阅列表。请在“添加来源”里填它的地址',
      page: '这是一个网页，不是 OPML 文件。请从阅读器里重新导出',
      broken: '文件残缺或格式有误',
      'no-feeds': '文件里没有订阅地址',
      'too-many': '一个文件最多 2,000 个来源，请分成几个文件',
      'too-deep': '文件夹层数太多',
    },
  },
};

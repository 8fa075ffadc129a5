/** Words that any form may need. */
export const zhForms = {
  forms: {
    spacedTerm: (term: string) => `“${term}”会连同空格一起查找，原文里没有这个空格就不算`,
    splitTerm: (n: number) => `拆成 ${n} 个词`,
    foreignTerm: (term: string) =>
      `“${term}”里的符号会当作普通文字查找；只有 NEAR/8(甲,乙) 和成对的引号有特别的意思`,
    leave: '填写的内容还没有保存，离开就没有了。仍要离开吗？',
    reasonBlank: '请写下理由，不能只有空格',
    unticked: '请勾选',
    unchosen: '请选择',
    least: (n: string) => `不能小于 ${n}`,
    most: (n: string) => `不能大于 ${n}`,
    /** What is wrong with one field, by its code. */
    faults: {
      missing: '请填写',
      hidden: '地址换了，请重新填写',
      'not-a-url': '这不是网址：要以 http:// 或 https:// 开头的完整地址',
      'not-a-mail-server': '这不是邮件服务器：要以 smtp:// 或 smtps:// 开头的完整地址',
      'not-an-email': '有的不是邮箱地址；多个以逗号分隔',
      'not-a-number': '要填数字',
      'out-of-range': '超出了可填的范围',
      'not-an-option': '请从列出的里面选',
      'too-long': '太长',
    },
  },
};

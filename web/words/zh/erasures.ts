/** Words of what is deleted because somebody asked for it. */
export const zhErasures = {
  erasures: {
    title: '删除请求',
    hint: '当事人要求删除的内容：原文、判读、统计和全文检索一并删除，以后再采到也不收，报告里的引文隐去。预警里的数字不变。在一条内容的详情里提出。',
    open: '按当事人请求删除…',
    what: '删除范围',
    scopes: {
      post: '只删这一条',
      copies: '连同内容相同或几乎相同的各条，相同的以后也不再收录',
      author: '这个账号的全部内容，以后也不再收录',
    },
    note: '请求编号或说明（不要写当事人姓名）',
    sure: '删除，不能恢复',
    asked: '已开始删除，几分钟内完成。',
    none: '还没有删除请求',
    noneHint: '有人要求删除自己的内容时，打开那条内容，在详情末尾提出。',
    running: (n: string) => `正在删除，已删 ${n} 条`,
    done: (n: string) => `已删除 ${n} 条`,
    quoted: '这些报告引用过：引文已隐去，人写的总结和备注、事件名称，以及已发出的文件请自行核对：',
    report: (id: number) => `报告 ${id}`,
  },
};

/** Words of what people propose. Functions take what varies. */
export const zhSuggestions = {
  suggestions: {
    name: '大家的建议',
    most: (touchpoint: string, people: string) => `提得最多的是${touchpoint}，${people} 人`,
    noTouchpoint: (people: string) => `${people} 人提了建议，都看不出是哪个触点`,
    looked: (count: string) => `从 ${count} 条建议里读出，转载不算`,
    newest: (count: string) => `从最近 ${count} 条建议里读出，转载不算；更早的没有看`,
    pleas: (count: string) => `；其中 ${count} 条只求解决、重视或给说法，不列`,
    onlyPleas: (count: string) => `没有具体建议：${count} 条都只求解决、重视或给说法`,
    all: '看全部建议',
    people: (people: string) => `${people} 人`,
    other: '其他',
    alike: (count: string) => `${count} 条说法相近，这是最新的一条`,
    more: (count: string) => `展开其余 ${count} 条原话`,
    none: '这段时间没有读到建议',
    noneHint:
      '有人写“建议加开晚班热线”“希望能提前通知”这样的话时，会按触点列在这里，附原话。换更长的时间再看。',
  },
};

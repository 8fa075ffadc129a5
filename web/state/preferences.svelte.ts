export type Theme = 'auto' | 'light' | 'dark';
export type Language = 'zh' | 'en';

/** What this browser remembers; a browser that refuses storage still works, it just forgets. */
export function recall(name: string): string | null {
  try {
    return localStorage.getItem(`tingchao.${name}`);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`tingchao.${name}`, value);
  } catch {
    // Forgotten at the next visit; nothing else is lost.
  }
}

const storedTheme = recall('theme');
let theme = $state<Theme>(storedTheme === 'light' || storedTheme === 'dark' ? storedTheme : 'auto');
let language = $state<Language>(recall('language') === 'en' ? 'en' : 'zh');
let folded = $state(recall('rail') === 'folded');
const systemDark = matchMedia('(prefers-color-scheme: dark)');
let dark = $state(systemDark.matches);
systemDark.addEventListener('change', (event) => {
  dark = event.matches;
});

export const preferences = {
  get theme(): Theme {
    return theme;
  },
  set theme(value: Theme) {
    theme = value;
    remember('theme', value);
    if (value === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = value;
  },
  get language(): Language {
    return language;
  },
  set language(value: Language) {
    language = value;
    remember('language', value);
    document.documentElement.lang = value === 'zh' ? 'zh-CN' : 'en';
  },
  /** Whether the page is dark right now; canvases repaint when it changes. */
  get dark(): boolean {
    return theme === 'auto' ? dark : theme === 'dark';
  },
  get folded(): boolean {
    return folded;
  },
  set folded(value: boolean) {
    folded = value;
    remember('rail', value ? 'folded' : 'open');
  },
};

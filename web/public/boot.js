// Runs before the first paint, so that a chosen theme or language does not flash.
try {
  const theme = localStorage.getItem('tingchao.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  if (localStorage.getItem('tingchao.language') === 'en') document.documentElement.lang = 'en';
} catch {
  // A browser that keeps nothing shows the defaults.
}

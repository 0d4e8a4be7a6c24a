// Runs before the page is drawn: the language that was chosen last, else the person's own, else Swedish.
(() => {
  const root = document.documentElement;
  const chosen = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem('language') ?? root.lang;
  set(chosen === 'en' ? 'en' : 'sv');

  function set(language) {
    root.lang = language;
    const title = document.querySelector('title');
    if (title?.dataset[language]) document.title = title.dataset[language];
    for (const button of document.querySelectorAll('[data-set-language]')) {
      button.setAttribute('aria-pressed', String(button.dataset.setLanguage === language));
    }
  }

  document.addEventListener('DOMContentLoaded', () => {
    set(root.lang);
    document.addEventListener('click', (event) => {
      const button = event.target.closest('[data-set-language]');
      if (!button) return;
      localStorage.setItem('language', button.dataset.setLanguage);
      set(button.dataset.setLanguage);
    });
  });
})();

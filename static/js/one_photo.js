/* Sends a form as soon as its one photo is picked or dropped. Without this file there is a button. */
'use strict';

document.addEventListener('DOMContentLoaded', () => {
  document.querySelectorAll('[data-send-at-once]').forEach((input) => {
    input.addEventListener('change', () => {
      if (!input.files.length) return;
      const place = input.closest('.photo-drop');
      place.classList.add('is-over');
      place.setAttribute('aria-busy', 'true');
      input.form.requestSubmit();
    });
  });
});

/* Small comforts on every page. Everything works without them. */
'use strict';

document.documentElement.classList.add('js');

/* A second click sends nothing twice; coming back by the back button makes the form usable again. */
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== 'post') return;
  if (form.dataset.sent || (form.dataset.confirm && !window.confirm(form.dataset.confirm))) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = 'yes';
  // Later, not now: a disabled button's own name and value would not be sent.
  window.setTimeout(() => setButtons(form, true), 0);
});

window.addEventListener('pageshow', () => {
  document.querySelectorAll('form[data-sent]').forEach((form) => {
    delete form.dataset.sent;
    setButtons(form, false);
  });
});

function setButtons(form, disabled) {
  Array.from(form.elements).forEach((one) => {
    if (one.type === 'submit') one.disabled = disabled;
  });
}

document.addEventListener('DOMContentLoaded', () => {
  document.querySelectorAll('[data-reveal]').forEach(startReveal);
  document.querySelectorAll('[data-slider]').forEach(startSlider);
  const first = document.querySelector('[data-focus]');
  if (first) first.focus();
});

function startReveal(button) {
  const input = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  button.addEventListener('click', () => {
    const seen = input.type === 'password';
    input.type = seen ? 'text' : 'password';
    button.setAttribute('aria-pressed', String(seen));
  });
}

function startSlider(slider) {
  const range = slider.querySelector('input');
  const show = () => slider.style.setProperty('--cut', `${range.value}%`);
  range.addEventListener('input', show);
  show();
}

/* An open menu closes on a click elsewhere and on Escape. */
document.addEventListener('click', (event) => {
  document.querySelectorAll('[data-menu][open]').forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

document.addEventListener('keydown', (event) => {
  const menu = event.key === 'Escape' && document.querySelector('[data-menu][open]');
  if (!menu) return;
  menu.open = false;
  menu.querySelector('summary').focus();
});

/* Saves an application quietly while it is being written, and keeps a copy on this phone until it is saved.
   Without this file the button "Save for later" does the same. */
'use strict';

(() => {
  const CALM_MS = 1000;
  const AGAIN_MS = [2000, 5000, 10000, 30000];
  const PATIENCE_MS = 30000;
  const NOT_SAID = new Set(['csrf_token', 'once', 'seen', 'then']);

  document.addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll('[data-draft]').forEach(start);
  });

  function start(frame) {
    const form = frame.querySelector('form');
    const desk = {
      form,
      words: frame.dataset,
      state: frame.querySelector('[data-saved]'),
      url: window.location.pathname,
      saved: 'unsaved' in frame.dataset ? '' : written(asSent(form)),
      refused: '',
      busy: false,
      tries: 0,
      timer: 0,
      pressed: null,
      leaving: 'held' in frame.dataset, // another window saved something newer: nothing goes over it unasked
    };
    startProofs(frame);
    if (!('unsaved' in frame.dataset) && !desk.leaving) bringBack(desk);
    wait(desk, CALM_MS); // what was typed before this script came, or put back by the browser
    ['input', 'change', 'photoschange'].forEach((kind) => {
      form.addEventListener(kind, () => wait(desk, CALM_MS));
    });
    form.addEventListener('focusout', () => save(desk));
    form.addEventListener('submit', (event) => leave(desk, event));
    window.addEventListener('online', () => save(desk));
    window.addEventListener('pagehide', () => save(desk, true));
    window.addEventListener('pageshow', (event) => {
      if (event.persisted) desk.leaving = false;
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') save(desk, true);
    });
  }

  /* The form as the server sent it, whatever stands in it by now. */
  function asSent(form) {
    const copy = form.cloneNode(true);
    copy.reset();
    return copy;
  }

  /* What the form says, as text to compare: without what is empty, and without files on their way. */
  function written(form) {
    const said = Array.from(new FormData(form)).filter(
      ([name, value]) => typeof value === 'string' && value.trim() && !NOT_SAID.has(name));
    const isEmpty = (name) => {
      const proof = /^(proofs-\d+-)kind$/.exec(name);
      return proof && !said.some(([other]) => other !== name && other.startsWith(proof[1]));
    };
    return JSON.stringify(said.filter(([name]) => !isEmpty(name)));
  }

  function wait(desk, ms) {
    window.clearTimeout(desk.timer);
    desk.timer = window.setTimeout(() => save(desk), ms);
  }

  function save(desk, isLast = false) {
    const text = written(desk.form);
    if (desk.leaving || text === desk.saved || text === desk.refused) return;
    remember(desk, text);
    if (desk.busy) return;
    send(desk, text, isLast);
  }

  function bodyOf(form) {
    const body = new FormData(form);
    Array.from(body.keys()).forEach((name) => {
      if (body.getAll(name).some((value) => typeof value !== 'string')) body.delete(name);
    });
    body.set('then', 'later');
    return body;
  }

  async function send(desk, text, isLast) {
    window.clearTimeout(desk.timer);
    desk.busy = true;
    show(desk, desk.words.wordSaving);
    const stop = new AbortController();
    const patience = window.setTimeout(() => stop.abort(), PATIENCE_MS);
    try {
      const answer = await fetch(desk.url, {
        method: 'POST',
        body: bodyOf(desk.form),
        headers: { Accept: 'application/json' },
        keepalive: isLast,
        signal: stop.signal,
      });
      await hear(desk, text, answer);
    } catch {
      tryAgain(desk);
    }
    window.clearTimeout(patience);
    desk.busy = false;
    goOn(desk);
  }

  async function hear(desk, text, answer) {
    if (answer.status >= 500 || answer.status === 429) throw new Error('busy');
    if (answer.ok) keep(desk, text, await answer.json());
    else await refuse(desk, text, answer);
    desk.tries = 0;
  }

  function keep(desk, text, told) {
    forget(desk);
    desk.saved = text;
    desk.form.elements.seen.value = told.seen;
    if (desk.url !== told.url) {
      desk.url = told.url;
      window.history.replaceState(null, '', told.url);
    }
    show(desk, `${desk.words.wordSaved} ${told.at}`);
  }

  /* What a rule refuses is not sent again before it is changed; the copy stays on the phone. */
  async function refuse(desk, text, answer) {
    const told = answer.status === 422 || answer.status === 404 ? await answer.json() : {};
    desk.refused = text;
    show(desk, told.error || desk.words.wordSignedOut, true);
  }

  function tryAgain(desk) {
    show(desk, desk.words.wordWaiting, true);
    wait(desk, AGAIN_MS[Math.min(desk.tries, AGAIN_MS.length - 1)]);
    desk.tries += 1;
  }

  /* What was typed or pressed while something was on its way. */
  function goOn(desk) {
    const button = desk.pressed;
    desk.pressed = null;
    if (button) desk.form.requestSubmit(button);
    else if (!desk.tries) save(desk);
  }

  /* A save on its way is waited for: else the form would come as from another window. */
  function leave(desk, event) {
    if (event.defaultPrevented) return;
    if (desk.busy) {
      event.preventDefault();
      desk.pressed = event.submitter;
      return;
    }
    window.clearTimeout(desk.timer);
    remember(desk, written(desk.form));
    desk.leaving = true;
  }

  function show(desk, sentence, isWaiting = false) {
    desk.state.textContent = sentence;
    desk.state.classList.toggle('is-waiting', isWaiting);
  }

  /* The copy on this phone */

  const keyOf = (desk) => `draft ${desk.url}`;

  function remember(desk, text) {
    const { seen, once } = desk.form.elements;
    const copy = { text, seen: seen.value, once: once.value };
    try {
      window.localStorage.setItem(keyOf(desk), JSON.stringify(copy));
    } catch {
      // A phone without room for it, or one that keeps nothing: the server still does.
    }
  }

  function forget(desk) {
    try {
      window.localStorage.removeItem(keyOf(desk));
    } catch {
      // likewise
    }
  }

  function recall(desk) {
    try {
      return JSON.parse(window.localStorage.getItem(keyOf(desk)));
    } catch {
      return null;
    }
  }

  function bringBack(desk) {
    const copy = recall(desk);
    if (!copy) return;
    if (copy.text === desk.saved) forget(desk);
    else if (copy.seen === desk.form.elements.seen.value) fill(desk, copy);
    else offer(desk, copy);
  }

  /* The server holds something newer: nothing is laid over it unasked. */
  function offer(desk, copy) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button quiet';
    const words = JSON.parse(copy.text).filter(([name]) => !/photo_ids|role-|category|kind/.test(name));
    button.textContent = `${desk.words.wordBack} ${words.map(([, value]) => value).join(' · ').slice(0, 80)}`;
    button.addEventListener('click', () => fill(desk, copy));
    desk.state.replaceChildren(button);
  }

  function fill(desk, copy) {
    const said = JSON.parse(copy.text);
    const form = desk.form;
    said.forEach(([name]) => makeRoom(form, name));
    Array.from(form.elements).forEach((one) => {
      if (!one.name || NOT_SAID.has(one.name) || ['hidden', 'file', 'checkbox'].includes(one.type)) return;
      const found = said.find(([name]) => name === one.name);
      if (found || one.tagName !== 'SELECT') one.value = found ? found[1] : '';
    });
    said.forEach(([name, value]) => putPhotoBack(form, said, name, value));
    form.elements.once.value = copy.once;
    desk.state.replaceChildren();
    wait(desk, 0);
  }

  function putPhotoBack(form, said, name, id) {
    const isThere = Array.from(form.querySelectorAll(`[name="${name}"]`)).some((one) => one.value === id);
    const field = name.endsWith('photo_ids') && form.querySelector(`[data-photos][data-name="${name}"]`);
    if (isThere || !field) return;
    const role = said.find(([other]) => other === `role-${id}`);
    const detail = { id, thumb: `/pictures/${id}/list.jpg`, role: role && role[1] };
    field.dispatchEvent(new CustomEvent('photokept', { detail }));
  }

  /* One more proof, as often as it is wanted */

  function startProofs(frame) {
    const more = frame.querySelector('[data-more]');
    more.hidden = isFull(frame);
    more.addEventListener('click', () => addProof(frame).querySelector('select').focus());
  }

  const proofsIn = (frame) => frame.querySelector('[data-proofs]');
  const isFull = (frame) => proofsIn(frame).children.length >= Number(proofsIn(frame).dataset.most);

  function addProof(frame) {
    const list = proofsIn(frame);
    const fresh = list.lastElementChild.cloneNode(true);
    const number = list.children.length;
    fresh.querySelectorAll('*').forEach((one) => {
      ['name', 'id', 'for', 'data-name', 'aria-describedby'].forEach((attribute) => {
        const value = one.getAttribute(attribute);
        if (value) one.setAttribute(attribute, value.replace(/proofs-\d+/g, `proofs-${number}`));
      });
      if ('value' in one && one.tagName === 'INPUT') one.value = '';
    });
    fresh.querySelectorAll('.error, [data-list] > *').forEach((one) => one.remove());
    list.append(fresh);
    fresh.querySelector('[data-photos]').dispatchEvent(new Event('photosadded', { bubbles: true }));
    frame.querySelector('[data-more]').hidden = isFull(frame);
    return fresh;
  }

  function makeRoom(form, name) {
    const proof = /^proofs-(\d+)-/.exec(name);
    const frame = form.closest('[data-draft]');
    while (proof && proofsIn(frame).children.length <= Number(proof[1]) && !isFull(frame)) addProof(frame);
    if (proof) frame.querySelector('.folded').open = true;
  }
})();

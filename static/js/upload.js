/* Sends each photo as soon as it is picked, two at a time, and tells of each how far it is.
   Without this file the same field sends the photos together with its form. */
'use strict';

(() => {
  const AT_ONCE = 2;
  const PATIENCE_MS = 120000;

  document.addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll('[data-photos]').forEach(start);
  });
  document.addEventListener('photosadded', (event) => start(event.target));

  function start(field) {
    const input = field.querySelector('input[type=file]');
    const desk = {
      field,
      form: field.closest('form'),
      list: field.querySelector('[data-list]'),
      mould: field.querySelector('[data-mould]'),
      state: field.querySelector('[data-state]'),
      input,
      needed: input.required,
      single: 'single' in field.dataset,
      waiting: [],
      running: 0,
    };
    input.addEventListener('change', () => {
      take(desk, Array.from(input.files));
      input.value = '';
    });
    desk.list.querySelectorAll('[data-photo]').forEach((item) => {
      const remove = item.querySelector('[data-remove]');
      remove.hidden = false;
      remove.addEventListener('click', () => takeAway(desk, item));
    });
    desk.form.addEventListener('submit', (event) => holdBack(desk, event));
    field.addEventListener('photokept', (event) => putBack(desk, event.detail));
    startDrop(desk, field.querySelector('[data-drop]'));
    refresh(desk);
  }

  function startDrop(desk, place) {
    const over = (event, isOver) => {
      event.preventDefault();
      place.classList.toggle('is-over', isOver);
    };
    place.addEventListener('dragover', (event) => over(event, true));
    place.addEventListener('dragleave', (event) => over(event, false));
    place.addEventListener('drop', (event) => {
      over(event, false);
      take(desk, Array.from(event.dataTransfer.files));
    });
  }

  function take(desk, files) {
    const wanted = desk.single ? files.slice(-1) : files;
    if (desk.single && wanted.length) emptyOut(desk);
    wanted.forEach((file) => {
      const item = desk.mould.content.firstElementChild.cloneNode(true);
      item.querySelector('[data-remove]').addEventListener('click', () => takeAway(desk, item));
      item.querySelector('[data-again]').addEventListener('click', () => queue(desk, item, file));
      proposeRole(desk, item);
      desk.list.append(item);
      preview(item, file);
      queue(desk, item, file);
    });
  }

  /* A photo that was sent before, known by its id. */
  function putBack(desk, told) {
    const item = desk.mould.content.firstElementChild.cloneNode(true);
    item.querySelector('[data-remove]').addEventListener('click', () => takeAway(desk, item));
    proposeRole(desk, item);
    desk.list.append(item);
    keep(desk, item, told);
    if (told.role) item.querySelector('[data-role]').value = told.role;
    refresh(desk);
  }

  /* Where one photo is asked for, the next one takes its place. */
  function emptyOut(desk) {
    Array.from(desk.list.children).forEach((item) => takeAway(desk, item));
  }

  /* Families send the front first, then the back, then what is worth a closer look. */
  function proposeRole(desk, item) {
    const role = item.querySelector('[data-role]');
    if (role) role.selectedIndex = Math.min(desk.list.children.length, 2);
  }

  /* Drawn on a canvas: a full-size picture shown small would cost an old phone its memory. */
  async function preview(item, file) {
    const canvas = item.querySelector('canvas');
    try {
      const bitmap = await createImageBitmap(file);
      const scale = Math.max(canvas.width / bitmap.width, canvas.height / bitmap.height);
      const [width, height] = [bitmap.width * scale, bitmap.height * scale];
      canvas.getContext('2d').drawImage(
        bitmap, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
      bitmap.close();
      canvas.hidden = false;
      item.querySelector('.icon').remove();
    } catch {
      // HEIC and the like: the browser cannot show it, but the server can.
    }
  }

  function queue(desk, item, file) {
    setState(item, 'sending');
    desk.waiting.push({ item, file });
    next(desk);
  }

  function next(desk) {
    while (desk.running < AT_ONCE && desk.waiting.length) {
      desk.running += 1;
      send(desk, desk.waiting.shift());
    }
    refresh(desk);
  }

  function send(desk, { item, file }) {
    const request = new XMLHttpRequest();
    const progress = item.querySelector('progress');
    const body = new FormData();
    body.append('photo', file);
    request.open('POST', desk.field.dataset.uploadUrl);
    request.setRequestHeader('X-CSRFToken', desk.form.elements.csrf_token.value);
    request.setRequestHeader('Accept', 'application/json');
    request.responseType = 'json';
    request.timeout = PATIENCE_MS;
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) progress.value = (95 * event.loaded) / event.total;
    };
    request.onloadend = () => {
      item.request = null;
      desk.running -= 1;
      finish(desk, item, request);
      next(desk);
    };
    item.request = request;
    request.send(body);
  }

  function finish(desk, item, request) {
    const answer = request.response || {};
    if (request.status >= 200 && request.status < 300 && answer.id) {
      keep(desk, item, answer);
    } else {
      fail(item, answer.error || desk.field.dataset.wordNetwork);
    }
  }

  function keep(desk, item, answer) {
    const hidden = document.createElement('input');
    hidden.type = 'hidden';
    hidden.name = desk.field.dataset.name;
    hidden.value = answer.id;
    item.append(hidden);
    const role = item.querySelector('[data-role]');
    if (role) role.name = `role-${answer.id}`;
    setState(item, 'kept');
    if (item.querySelector('canvas').hidden && answer.thumb) {
      const image = new Image();
      image.alt = '';
      image.src = answer.thumb;
      item.querySelector('.photo-view').replaceChildren(image);
    }
  }

  function fail(item, sentence) {
    setState(item, 'failed');
    item.querySelector('[data-problem]').textContent = sentence;
  }

  function setState(item, state) {
    item.dataset.photo = state;
    item.classList.toggle('is-sending', state === 'sending');
    item.querySelector('progress').hidden = state !== 'sending';
    item.querySelector('progress').value = 0;
    item.querySelector('[data-problem]').hidden = state !== 'failed';
    item.querySelector('[data-again]').hidden = state !== 'failed';
  }

  function takeAway(desk, item) {
    desk.waiting = desk.waiting.filter((one) => one.item !== item);
    if (item.request) item.request.abort();
    item.remove();
    refresh(desk);
    desk.input.focus();
  }

  function count(desk, state) {
    return desk.list.querySelectorAll(`[data-photo="${state}"]`).length;
  }

  function refresh(desk) {
    const words = desk.field.dataset;
    desk.input.required = desk.needed && !desk.list.children.length;
    if (count(desk, 'sending')) desk.state.textContent = words.wordBusy;
    else if (count(desk, 'failed')) desk.state.textContent = words.wordFailed;
    else desk.state.textContent = count(desk, 'kept') ? words.wordDone : '';
    desk.field.dispatchEvent(new Event('photoschange', { bubbles: true }));
  }

  function holdBack(desk, event) {
    if (!count(desk, 'sending') && !count(desk, 'failed')) return;
    event.preventDefault();
    desk.state.scrollIntoView({ block: 'center' });
  }
})();

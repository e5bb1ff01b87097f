/* Draws a rectangle on a photo with finger, pen or mouse. The four number fields say the same in percent of the
   photo: they are what is sent, and can be typed into. Without this file they do alone. */
'use strict';

(() => {
  const NAMES = ['left', 'top', 'wide', 'high'];
  const LEAST = 2; // percent; less was a tap, not a drawing

  document.addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll('[data-marking]').forEach(start);
  });

  function start(place) {
    const board = place.querySelector('[data-board]');
    const desk = {
      board,
      shown: board.querySelector('[data-new]'),
      fields: NAMES.map((name) => place.querySelector(`[name="${name}"]`)),
      drag: null,
    };
    desk.fields.forEach((field) => field.addEventListener('input', () => show(desk, typed(desk))));
    board.addEventListener('pointerdown', (event) => begin(desk, event));
    board.addEventListener('pointermove', (event) => go(desk, event));
    board.addEventListener('pointerup', (event) => end(desk, event));
    board.addEventListener('pointercancel', () => giveUp(desk));
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') giveUp(desk);
    });
    show(desk, typed(desk));
  }

  /* The rectangle that stands in the fields, or null. */
  function typed(desk) {
    const values = desk.fields.map((field) => Number.parseFloat(field.value));
    if (values.some((value) => !Number.isFinite(value))) return null;
    const [left, top, wide, high] = values;
    return wide > 0 && high > 0 ? { left, top, wide, high } : null;
  }

  function at(desk, event) {
    const area = desk.board.getBoundingClientRect();
    const share = (value, size) => Math.min(100, Math.max(0, (100 * value) / size));
    return {
      x: share(event.clientX - area.left, area.width),
      y: share(event.clientY - area.top, area.height),
    };
  }

  function begin(desk, event) {
    if (!event.isPrimary || event.button !== 0) return;
    event.preventDefault();
    desk.board.setPointerCapture(event.pointerId);
    const point = at(desk, event);
    const before = typed(desk);
    desk.drag = { from: point, before, moves: before !== null && isInside(before, point) };
  }

  function isInside(box, point) {
    return point.x > box.left && point.x < box.left + box.wide
      && point.y > box.top && point.y < box.top + box.high;
  }

  function go(desk, event) {
    if (!desk.drag) return;
    const point = at(desk, event);
    const box = desk.drag.moves ? moved(desk.drag, point) : between(desk.drag.from, point);
    write(desk, box);
  }

  function between(from, to) {
    return {
      left: Math.min(from.x, to.x),
      top: Math.min(from.y, to.y),
      wide: Math.abs(from.x - to.x),
      high: Math.abs(from.y - to.y),
    };
  }

  function moved({ before, from }, to) {
    const within = (value, size) => Math.min(100 - size, Math.max(0, value));
    return {
      ...before,
      left: within(before.left + to.x - from.x, before.wide),
      top: within(before.top + to.y - from.y, before.high),
    };
  }

  function end(desk, event) {
    if (!desk.drag) return;
    go(desk, event);
    const box = typed(desk);
    if (!box || box.wide < LEAST || box.high < LEAST) giveUp(desk);
    desk.drag = null;
  }

  /* What stood there before stands there again. */
  function giveUp(desk) {
    if (!desk.drag) return;
    write(desk, desk.drag.before);
    desk.drag = null;
  }

  function write(desk, box) {
    NAMES.forEach((name, place) => {
      desk.fields[place].value = box ? box[name].toFixed(1) : '';
    });
    show(desk, box);
  }

  function show(desk, box) {
    desk.shown.hidden = !box;
    if (!box) return;
    desk.shown.style.left = `${box.left}%`;
    desk.shown.style.top = `${box.top}%`;
    desk.shown.style.width = `${Math.min(box.wide, 100 - box.left)}%`;
    desk.shown.style.height = `${Math.min(box.high, 100 - box.top)}%`;
  }
})();

// Keeps bookmark and result in a learning system by the SCORM 1.2 run-time interface.
(() => {
  'use strict';
  // A window and those around it, from the inside out.
  function around(inner) {
    const found = [];
    for (let each = inner; each && found.length < 500; each = each.parent) {
      found.push(each);
      if (each.parent === each) break;
    }
    return found;
  }

  // A window of another origin hides what it holds.
  function peek(window_, name) {
    try { return window_[name] ?? null; } catch { return null; }
  }

  // The interface is an object named API in a window around this one, or around one that opened any
  // of these: a learning system may open a window, and put the course into a frame of it.
  function search() {
    const own = around(window);
    const openers = own.map(each => peek(each, 'opener')).filter(Boolean);
    return [...own, ...openers.flatMap(around)].map(each => peek(each, 'API')).find(Boolean) ?? null;
  }

  const api = search();
  const began = Date.now();
  let isOpen = false;
  let earlier = '';
  let mode = 'normal';

  const tell = text => { document.querySelector('.trouble').textContent = text; };
  const get = name => String(api.LMSGetValue(name) ?? '');
  const isTrue = answer => String(answer) === 'true';

  function set(name, value) {
    if (isTrue(api.LMSSetValue(name, String(value)))) return true;
    tell(`The learning system did not keep a value (error ${api.LMSGetLastError()}). Tell your trainer.`);
    return false;
  }

  function commit() {
    if (isTrue(api.LMSCommit(''))) return true;
    tell(`The learning system did not store your result (error ${api.LMSGetLastError()}). Stay on this page and press \u201cSave and close\u201d.`);
    return false;
  }

  // HHHH:MM:SS.SS, as SCORM 1.2 writes a span of time.
  function spent() {
    const hundredths = Math.round((Date.now() - began) / 10);
    const two = number => String(number).padStart(2, '0');
    const seconds = Math.floor(hundredths / 100);
    return `${String(Math.floor(seconds / 3600)).padStart(4, '0')}:${two(Math.floor(seconds / 60) % 60)}:`
      + `${two(seconds % 60)}.${two(hundredths % 100)}`;
  }

  // Time and exit are told each time, so that a browser that dies loses neither: a system counts the
  // last ones. An empty exit closes the attempt; "suspend" keeps it for the next time.
  function bookmark(state, place, isOver = false) {
    return [
      set('cmi.core.lesson_location', place),
      set('cmi.suspend_data', state),
      set('cmi.core.session_time', spent()),
      set('cmi.core.exit', isOver ? '' : 'suspend'),
      commit(),
    ].every(Boolean);
  }

  function leave(state, place, isOver) {
    if (!isOpen) return true;
    const isStored = bookmark(state, place, isOver);
    isOpen = !isStored || !isTrue(api.LMSFinish(''));
    return !isOpen;
  }

  window.sarKeeper = {
    mayRetry: true,
    async start() {
      isOpen = Boolean(api) && isTrue(api.LMSInitialize(''));
      if (!isOpen) {
        tell('No learning system answers, so your result is not kept. Open the course from there.');
        return { isKept: false, state: '', mode };
      }
      const found = get('cmi.core.lesson_mode');
      if (found === 'browse' || found === 'review') mode = found;
      const status = earlier = get('cmi.core.lesson_status');
      if (mode === 'normal' && (status === 'not attempted' || status === '' || status === 'browsed')) {
        set('cmi.core.lesson_status', 'incomplete');
      }
      if (mode === 'browse' && status === 'not attempted') set('cmi.core.lesson_status', 'browsed');
      return { isKept: true, state: get('cmi.suspend_data'), mode };
    },
    save(state, place) {
      if (isOpen) bookmark(state, place);
    },
    finish({ percent, passed }) {
      // Who passed once has passed: trying again for fun takes nothing away.
      if (!isOpen || (earlier === 'passed' && !passed)) return;
      if (percent === null) {
        set('cmi.core.lesson_status', 'completed');
      } else {
        set('cmi.core.score.min', 0);
        set('cmi.core.score.max', 100);
        set('cmi.core.score.raw', percent);
        set('cmi.core.lesson_status', passed ? 'passed' : 'failed');
      }
      commit();
    },
    leave: async (...last) => leave(...last),
    // Whatever the system answers now, nobody is there to try again.
    go(...last) {
      if (isOpen && !leave(...last)) api.LMSFinish('');
    },
  };
})();

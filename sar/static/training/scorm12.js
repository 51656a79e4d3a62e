// Keeps bookmark and result in a learning system by the SCORM 1.2 run-time interface.
(() => {
  'use strict';
  // The interface is an object named API in a window around this one, or around the one that opened it.
  function search(from) {
    let window_ = from;
    for (let depth = 0; depth < 500 && window_; depth += 1) {
      try { if (window_.API) return window_.API; } catch { return null; }
      if (window_.parent === window_) return null;
      window_ = window_.parent;
    }
    return null;
  }
  const api = search(window) ?? (window.opener ? search(window.opener) : null);
  const began = Date.now();
  let isOpen = false;
  let earlier = '';
  let mode = 'normal';

  const tell = text => { document.querySelector('.trouble').textContent = text; };
  const get = name => String(api.LMSGetValue(name) ?? '');

  function set(name, value) {
    if (String(api.LMSSetValue(name, String(value))) === 'true') return;
    tell(`The learning system did not keep a value (error ${api.LMSGetLastError()}). Tell your trainer.`);
  }

  // HHHH:MM:SS.SS, as SCORM 1.2 writes a span of time.
  function spent() {
    const hundredths = Math.round((Date.now() - began) / 10);
    const two = number => String(number).padStart(2, '0');
    const seconds = Math.floor(hundredths / 100);
    return `${String(Math.floor(seconds / 3600)).padStart(4, '0')}:${two(Math.floor(seconds / 60) % 60)}:`
      + `${two(seconds % 60)}.${two(hundredths % 100)}`;
  }

  function bookmark(state, place) {
    set('cmi.core.lesson_location', place);
    set('cmi.suspend_data', state);
  }

  window.sarKeeper = {
    mayRetry: true,
    async start() {
      isOpen = Boolean(api) && String(api.LMSInitialize('')) === 'true';
      if (!isOpen) {
        tell('No learning system answers, so your result is not kept. Open the course from there.');
        return { state: '', mode };
      }
      const found = get('cmi.core.lesson_mode');
      if (found === 'browse' || found === 'review') mode = found;
      const status = earlier = get('cmi.core.lesson_status');
      if (mode === 'normal' && (status === 'not attempted' || status === '' || status === 'browsed')) {
        set('cmi.core.lesson_status', 'incomplete');
      }
      if (mode === 'browse' && status === 'not attempted') set('cmi.core.lesson_status', 'browsed');
      return { state: get('cmi.suspend_data'), mode };
    },
    save(state, place) {
      if (!isOpen) return;
      bookmark(state, place);
      api.LMSCommit('');
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
      api.LMSCommit('');
    },
    leave(state, place, isOver) {
      if (!isOpen) return;
      isOpen = false;
      bookmark(state, place);
      set('cmi.core.session_time', spent());
      // An empty exit closes the attempt; "suspend" keeps it for the next time.
      set('cmi.core.exit', isOver ? '' : 'suspend');
      api.LMSCommit('');
      api.LMSFinish('');
    },
  };
})();

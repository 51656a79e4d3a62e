// A course, page by page, with a quiz. Who keeps the bookmark and the result is window.sarKeeper:
// scorm12.js or cmi5.js put one there before this script; alone, the course keeps nothing.
//   start() -> Promise of { isKept, state: text or '', mode: 'normal' | 'browse' | 'review' }
//   save(state, place)    the bookmark, below 4,096 characters
//   finish({ percent, right, total, passed })    percent is null when there is no quiz
//   leave(state, place, isOver) -> Promise of whether everything was kept; may be asked again
//   go(state, place, isOver)    the last call: the page is going and waits for nothing
//   mayRetry    whether the quiz may be taken again before the course is opened anew
(() => {
  'use strict';
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  // The course is written in English; a page in another language brings its words along.
  const words = JSON.parse(one('#script-words')?.textContent ?? '{}');
  const said = (english, ...values) => (words[english] ?? english)
    .replace(/\{(\d)\}/g, (_, place) => values[place]);
  const keeper = window.sarKeeper ?? {
    mayRetry: true,
    start: async () => ({ isKept: false, state: '', mode: 'normal' }),
    save() {}, finish() {}, leave: async () => true, go() {},
  };
  let isKept = false;
  const { structure, mastery } = document.body.dataset;
  const pages = all('.page');
  const quiz = pages.filter(page => page.matches('.quiz'));
  const end = one('#end');
  // One character per question: the place of the answer in base 36, or "-" where there is none.
  let answers = quiz.map(() => '-');
  let seen = pages.map(() => false);
  let current = 0;
  let isOver = false;
  let mode = 'normal';
  let isGone = false;

  const inputs = index => all('input', quiz[index]);
  const form = index => one('form', quiz[index]);
  const isRight = index => inputs(index)[parseInt(answers[index], 36)]?.value === form(index).dataset.right;
  const title = page => one('h1', page).textContent;

  // "v1|structure|page|pages seen|answers|over": small, and readable by a person who has to help.
  const state = () => ['v1', structure, pages[current].id, seen.map(Number).join(''), answers.join(''),
    isOver ? 1 : 0].join('|');

  function restore(text) {
    const [version, was, place, looked, given, over] = text.split('|');
    if (version !== 'v1' || was !== structure || looked?.length !== pages.length
      || given?.length !== quiz.length) return false;
    seen = [...looked].map(each => each === '1');
    answers = [...given].map((each, index) => inputs(index)[parseInt(each, 36)] ? each : '-');
    isOver = over === '1';
    current = Math.max(0, pages.findIndex(page => page.id === place));
    answers.forEach((each, index) => { if (each !== '-') settle(index); });
    return true;
  }

  // A course that nobody keeps tells its place in the address: reload it, or come back by it.
  function restoreAddress() {
    const index = pages.findIndex(page => page.id && page.id === location.hash.slice(1));
    if (isKept || index < 0) return false;
    seen.fill(true, 0, index + 1);
    current = index;
    return true;
  }

  function settle(index) {
    const chosen = inputs(index)[parseInt(answers[index], 36)];
    chosen.checked = true;
    inputs(index).forEach(input => { input.disabled = true; });
    one('.check', quiz[index]).hidden = true;
    const feedback = one('.feedback', quiz[index]);
    feedback.hidden = false;
    feedback.open = true;
    feedback.classList.toggle('is-right', isRight(index));
    one('.verdict', feedback).textContent = isRight(index) ? said('Right') : said('Not quite');
  }

  function unsettle(index) {
    inputs(index).forEach(input => { input.disabled = input.checked = false; });
    one('.check', quiz[index]).hidden = false;
    one('.feedback', quiz[index]).hidden = true;
  }

  function result() {
    const right = quiz.filter((_, index) => isRight(index)).length;
    const total = quiz.length;
    // Rounded down: 79.7 % must not be told as 80 where 80 passes.
    const percent = total ? Math.floor(100 * right / total) : null;
    return { percent, right, total, passed: percent === null || 100 * right / total >= keeper.mastery() };
  }

  const isDone = () => seen.every(Boolean) && !answers.includes('-');

  function showResult() {
    const { percent, right, total, passed } = result();
    const verdict = passed ? said('Passed.') : said('You need {0} % to pass.', keeper.mastery());
    one('.result').textContent = percent === null ? said('You have read it all.')
      : `${said('{0} of {1} right, {2} %.', right, total, percent)} ${verdict}`;
    const missed = one('.missed');
    missed.replaceChildren(...quiz.flatMap((page, index) => {
      if (isRight(index)) return [];
      const item = document.createElement('li');
      item.textContent = `${title(page)}: ${form(index).dataset.name}. `;
      const go = document.createElement('button');
      go.type = 'button';
      go.textContent = said('Look again');
      go.setAttribute('aria-label', said('Look again at {0}', title(page)));
      go.onclick = () => show(pages.indexOf(page));
      item.append(go);
      return [item];
    }));
    one('.again').hidden = passed || !quiz.length || !keeper.mayRetry;
  }

  function show(index, isFirst = false) {
    current = index;
    seen[index] = true;
    pages.forEach((page, number) => { page.hidden = number !== index; });
    const page = pages[index];
    if (page === end) {
      if (!isOver && isDone()) {
        isOver = true;
        if (mode === 'normal') keeper.finish(result());
      }
      showResult();
    }
    one('.place').textContent = said('Page {0} of {1}', index + 1, pages.length);
    one('progress').value = (index + 1) / pages.length;
    one('.back').disabled = index === 0;
    const question = quiz.indexOf(page);
    one('.next').hidden = page === end;
    one('.next').disabled = question >= 0 && answers[question] === '-';
    list();
    if (!isKept) history.replaceState(history.state, '', `#${page.id}`);
    if (!isFirst) {
      one('h1', page).focus();
      scrollTo(0, 0);
    }
    keep();
  }

  // Whoever has been on a page may go back to it. Where a result counts, what lies ahead is reached
  // by going on; where none does, any chapter may be opened.
  function list() {
    one('.contents ol').replaceChildren(...pages.flatMap((page, index) => {
      const item = document.createElement('li');
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = title(page);
      button.disabled = isKept && !seen[index];
      if (index === current) button.setAttribute('aria-current', 'step');
      button.onclick = () => { one('.contents').open = false; show(index); };
      item.append(button);
      if (!page.dataset.chapter) return [item];
      const chapter = document.createElement('li');
      chapter.className = 'chapter';
      chapter.textContent = page.dataset.chapter;
      return [chapter, item];
    }));
  }

  const keep = () => { if (!isGone) keeper.save(state(), pages[current].id); };
  const say = text => { one('#said').textContent = text; };

  function check(index) {
    const chosen = inputs(index).findIndex(input => input.checked);
    if (answers[index] !== '-') return;
    if (chosen < 0) return say(said('Choose an answer first.'));
    answers[index] = chosen.toString(36);
    settle(index);
    one('.next').disabled = false;
    const feedback = one('.feedback', quiz[index]);
    say(feedback.innerText.replace(/\s+/g, ' '));
    one('.next').focus();
    keep();
  }

  function again() {
    answers = quiz.map(() => '-');
    isOver = false;
    quiz.forEach((_, index) => unsettle(index));
    show(pages.indexOf(quiz[0]));
  }

  const last = () => [state(), pages[current].id, isOver && result().passed];

  // Nothing more is shown, and nothing kept, after this.
  function shut(text) {
    isGone = true;
    pages.forEach(page => { page.hidden = true; });
    all('.steps, .where, .top .leave').forEach(part => { part.hidden = true; });
    one('.closing').hidden = false;
    one('.closing .outcome').textContent = text;
    one('.closing .outcome').focus();
  }

  // Waits for the learning system, so that whoever reads "Saved" may close the window.
  async function close() {
    const [retry, ending] = [one('.closing .retry'), last()];
    retry.hidden = true;
    shut(said('Saving…'));
    const isSaved = await keeper.leave(...ending);
    one('.closing .outcome').textContent = isSaved
      ? said('Saved. You can close this window now.')
      : said('Not saved yet. Check your connection, then try again.');
    retry.hidden = isSaved;
    if (!isSaved) retry.focus();
  }

  async function run() {
    keeper.mastery ??= () => Number(mastery);
    // Before the script ran, the page was one long text; now it is a course.
    document.body.classList.add('running');
    end.hidden = false;
    quiz.forEach((_, index) => unsettle(index));
    quiz.forEach((page, index) => {
      form(index).addEventListener('submit', event => { event.preventDefault(); check(index); });
    });
    one('.back').onclick = () => show(current - 1);
    one('.next').onclick = () => show(current + 1);
    one('.again').onclick = again;
    all('.where, .steps').forEach(part => { part.hidden = false; });
    pages.forEach((page, index) => { page.hidden = index !== 0; });
    const began = await keeper.start();
    [isKept, mode] = [began.isKept, began.mode];
    all('.leave').forEach(button => { button.hidden = !isKept; button.onclick = close; });
    one('.closing .retry').onclick = close;
    all('.keeps').forEach(part => {
      part.hidden = false;
      part.textContent = ' ' + (isKept
        ? said('You can stop at any page: “Save and close” keeps your place.')
        : said('You can stop at any page: its address leads back to it.'));
    });
    const isBack = restore(began.state) || restoreAddress();
    // A failed quiz is taken anew in a new sitting; a passed one stays passed.
    if (isBack && isOver && !result().passed) keeper.mayRetry = true;
    show(current, true);
    if (isBack) say(said('You are back at: {0}', title(pages[current])));
    document.body.dataset.ready = 'yes';
    // A phone may end a page that is out of sight without another word.
    document.addEventListener('visibilitychange', () => { if (document.hidden) keep(); });
    addEventListener('pagehide', () => { keeper.go(...last()); });
    // A page that the browser kept in memory comes back without its sitting.
    addEventListener('pageshow', event => { if (event.persisted && isKept) shut(said('Saved. Open the course again to go on.')); });
  }

  run();
})();

// Shows in the kept form what is missing, with the markup and the words of the server.
const template = (form, name) => form.querySelector(`[data-${name}]`).content.firstElementChild.cloneNode(true);

/** Show findings at the top and at their fields, in place of those before; return whether there are any. */
export function showMissing(form, findings) {
  document.getElementById('error-summary')?.remove();
  for (const old of form.querySelectorAll('.has-error')) {
    old.classList.remove('has-error');
    old.querySelector('.error-text')?.remove();
  }
  if (!findings.length) return false;
  const summary = template(form, 'summary');
  const [line] = summary.querySelectorAll('li');
  for (const { path, message, remedy } of findings) {
    const own = line.cloneNode(true);
    const link = own.querySelector('a');
    [link.href, link.textContent] = [`#${path.replaceAll('.', '-')}`, message];
    own.querySelector('.remedy').textContent = remedy;
    line.before(own);
    showAtField(form, path, message, remedy);
  }
  line.remove();
  document.getElementById('main').prepend(summary);
  summary.focus();
  return true;
}

function showAtField(form, path, message, remedy) {
  const field = form.querySelector(`#${path.replaceAll('.', '-')}`)?.closest('.field');
  if (!field) return;
  field.classList.add('has-error');
  const text = template(form, 'field-error');
  text.querySelector('strong').textContent = message;
  text.querySelector('.remedy').textContent = remedy;
  (field.querySelector('legend, label') ?? field.firstElementChild).after(text);
}

// The fields of the form as pairs of name and value, and back.
const named = (form, name) => [...form.elements].filter(each => each.name === name);

/** Return what the form holds, as the browser would send it. */
export const pairsOf = form => [...new FormData(form)]
  .filter(([name, value]) => name !== 'csrf_token' && typeof value === 'string');

/** Return the first value under a name, '' if there is none. */
export const valueOf = (pairs, name) => pairs.find(([each]) => each === name)?.[1] ?? '';

/** Show one more empty block of a group ("people"), as the server would. */
export function grow(form, group) {
  const numbered = new RegExp(`(${group}[.-])(\\d+)`, 'g');
  const button = form.querySelector(`button[name="add"][value="${group}"]`);
  const blocks = [...form.querySelectorAll(`fieldset[id^="${group}-"]`)];
  const next = blocks.at(-1).parentElement.cloneNode(true);
  for (const each of [next, ...next.querySelectorAll('*')]) {
    for (const { name, value } of [...each.attributes]) {
      if (name !== 'value') each.setAttribute(name, value.replace(numbered, `$1${blocks.length}`));
    }
    if ('value' in each && each.matches('input, select, textarea')) each.value = '';
  }
  const legend = next.querySelector('legend');
  legend.textContent = legend.textContent.replace(/\d+/, blocks.length + 1);
  button.before(next);
  next.querySelector('input, select, textarea').focus();
}

/** Fill the form with pairs; what has no field is kept in hidden ones, so that it is not lost. */
export function fill(form, pairs) {
  for (const [name] of pairs) {
    const [, group, number] = name.match(/^(people|vehicles)\.(\d+)\./) ?? [];
    while (group && !named(form, name).length && Number(number) < 20) grow(form, group);
  }
  for (const name of new Set(pairs.map(([each]) => each))) {
    const values = pairs.filter(([each]) => each === name).map(([, value]) => value);
    const inputs = named(form, name);
    if (!inputs.length) {
      form.append(...values.map(value => Object.assign(document.createElement('input'), { type: 'hidden', name, value })));
    }
    for (const input of inputs) {
      if (['checkbox', 'radio'].includes(input.type)) input.checked = values.includes(input.value);
      else input.value = values[0];
    }
  }
  for (const details of form.querySelectorAll('details')) {
    const inside = [...details.querySelectorAll('input, select, textarea')];
    if (inside.some(each => each.checked || (!['checkbox', 'radio'].includes(each.type) && each.value))) details.open = true;
  }
  form.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Return the findings about an empty form that still hold: nothing is there where something must be. */
export function lacking(form) {
  const isEmpty = each => (['checkbox', 'radio'].includes(each.type) ? !each.checked : !each.value.trim());
  const findings = [...form.querySelector('[data-missing]').content.querySelectorAll('li')].map(({ dataset }) => dataset);
  return findings.filter(({ path }) => {
    const inputs = [...form.elements].filter(each => !each.disabled
      && [path, `${path}-date`, `${path}-time`].includes(each.name));
    return inputs.length > 0 && inputs.every(isEmpty);
  });
}

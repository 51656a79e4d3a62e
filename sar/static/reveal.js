// Revealed text hides again on time: first here, then by loading the page anew, unless that would
// lose what somebody is typing or the page was stale when it came.
import { said } from './site.js';

let timed = [...document.querySelectorAll('[data-expires]')];
let isDirty = false;
document.addEventListener('input', () => { isDirty = true; });

function hide(mayReload = true) {
  const over = timed.filter(item => Date.parse(item.dataset.expires) <= Date.now());
  timed = timed.filter(item => !over.includes(item));
  for (const mark of over.flatMap(item => [...item.querySelectorAll('.revealed')])) {
    mark.className = 'hidden-span';
    mark.textContent = mark.dataset.placeholder;
  }
  for (const item of document.querySelectorAll('[data-countdown]')) {
    const minutes = Math.ceil((Date.parse(item.dataset.countdown) - Date.now()) / 60000);
    item.textContent = minutes > 0 ? said('About {0} min left.', minutes) : said('It is hidden again.');
  }
  if (over.length) document.getElementById('page-status').textContent = said('Revealed text is hidden again.');
  if (over.length && mayReload && !isDirty) location.reload();
}
hide(false);
setInterval(() => hide(), 1000);
addEventListener('pageshow', () => hide());

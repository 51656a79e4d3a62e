// One tab writes one draft. Another one that wants it says so; the first one saves and lets go.
import { announce, hear } from './drafts.js';

const PATIENCE = 2000;

/**
 * Hold a draft for this tab. `lose` is called, and awaited, when another tab wants it. Returns whether it is
 * held; with `isTaken` it is taken from whoever holds it, who has two seconds to save.
 */
export async function hold(id, lose, { isTaken = false } = {}) {
  if (!isTaken) return request(id, lose, { ifAvailable: true });
  announce({ wanted: id });
  return await request(id, lose, { signal: AbortSignal.timeout(PATIENCE) }) || request(id, lose, { steal: true });
}

function request(id, lose, how) {
  return new Promise(resolve => {
    navigator.locks.request(`sar-draft-${id}`, how, lock => {
      if (!lock) return resolve(false);
      resolve(true);
      return new Promise(release => watch(id, lose, release));
    }).catch(() => resolve(false));
  });
}

function watch(id, lose, release) {
  const stop = hear(async ({ wanted }) => {
    if (wanted !== id) return;
    stop();
    await lose();
    release();
  });
}

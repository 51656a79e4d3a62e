// Marks what axe-core is to look at for its contrast, which takes milliseconds for each element.
// What is drawn alike within what is drawn alike has the same contrast: of elements with the same
// look the first, the middle and the last are marked. What has a place of its own is like nothing.
() => {
  const DRAWN = [
    'backgroundClip', 'backgroundColor', 'backgroundImage', 'color', 'display', 'filter', 'float',
    'fontSize', 'fontWeight', 'mixBlendMode', 'opacity', 'overflow', 'textShadow', 'transform',
    'webkitTextFillColor', 'webkitTextStroke'];
  const drawn = (element, pseudo) => {
    const style = getComputedStyle(element, pseudo);
    if (!pseudo) return DRAWN.map(name => style[name]);
    return style.content === 'none' ? '' : [...DRAWN, 'height', 'position', 'width'].map(name => style[name]);
  };
  const looks = new Map(), numbers = new Map();
  const look = element => {
    if (!element) return 0;
    if (!looks.has(element)) {
      const isPlaced = getComputedStyle(element).position !== 'static';
      const own = isPlaced ? looks.size : [null, '::before', '::after'].map(each => drawn(element, each));
      const key = JSON.stringify([look(element.parentElement), own]);
      if (!numbers.has(key)) numbers.set(key, numbers.size + 1);
      looks.set(element, numbers.get(key));
    }
    return looks.get(element);
  };
  const hasWords = element => element.matches('button, input, select, textarea')
    || [...element.childNodes].some(each => each.nodeType === Node.TEXT_NODE && each.data.trim());
  const isOff = element => Boolean(
    element.closest(':disabled, [aria-disabled=true]') || element.closest('label')?.control?.disabled);
  const alike = Map.groupBy(
    [...document.body.querySelectorAll('*')].filter(
      each => hasWords(each) && each.checkVisibility({ visibilityProperty: true })),
    each => `${look(each)} ${isOff(each)}`);
  for (const each of alike.values()) {
    for (const place of [0, each.length >> 1, each.length - 1]) each[place].dataset.look = '';
  }
}

/** The colour a name of `theme.css` stands for now, as the canvas takes it. */
export function tokenColor(within: Element, name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  within.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

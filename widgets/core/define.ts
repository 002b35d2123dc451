/**
 * Gives a tag its class, unless the page has one already: the npm package and the script tag, or two versions, may meet
 * on one page, and the first stays.
 */
export function defineOnce(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}

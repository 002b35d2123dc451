// Proves the tools together: types are stripped, Lit renders from `static override properties`, axe looks into shadow roots.
import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import { expect } from 'chai';
import { html, LitElement } from 'lit';

class SmokeGreeting extends LitElement {
  static override properties = { name: { type: String } };
  declare name: string;

  constructor() {
    super();
    this.name = '';
  }

  override render() {
    return html`<button>${this.name}님, 반가워요</button>`;
  }
}
customElements.define('smoke-greeting', SmokeGreeting);

describe('the tools of the widget tests', () => {
  let element: SmokeGreeting;

  beforeEach(async () => {
    element = document.createElement('smoke-greeting') as SmokeGreeting;
    element.name = '단골';
    document.body.append(element);
    await element.updateComplete;
  });

  afterEach(() => element.remove());

  it('render a Lit element and render it again when a property changes', async () => {
    const button = element.shadowRoot?.querySelector('button');
    expect(button?.textContent).to.equal('단골님, 반가워요');
    element.name = '이웃';
    await element.updateComplete;
    expect(button?.textContent).to.equal('이웃님, 반가워요');
  });

  it('find what is inaccessible inside a shadow root', async () => {
    const { run } = (globalThis as unknown as { axe: typeof axe }).axe;
    const only = { runOnly: ['button-name'] };
    expect((await run(element, only)).violations).to.have.lengthOf(0);
    const button = element.shadowRoot?.querySelector('button');
    if (button) button.textContent = '';
    expect((await run(element, only)).violations.map((one) => one.id)).to.deep.equal(['button-name']);
  });
});

/** The least that a list by Lit can be: texts from one request, in a shadow root. */
import { css, html, LitElement } from 'lit';

interface Item {
  stars: number;
  text: string;
  author: { name: string };
}

class BenchList extends LitElement {
  static override properties = { items: { state: true } };
  static override styles = css`
    article {
      border-bottom: 1px solid #ddd;
      padding: 12px 0;
    }
  `;
  declare items: Item[];

  constructor() {
    super();
    this.items = [];
  }

  override async connectedCallback() {
    super.connectedCallback();
    const answer = await fetch('/texts.json');
    this.items = ((await answer.json()) as { items: Item[] }).items;
  }

  override render() {
    return this.items.map(
      (item) => html`<article><p>${item.stars} / 5 · ${item.author.name}</p><p>${item.text}</p></article>`,
    );
  }
}
customElements.define('bench-list', BenchList);

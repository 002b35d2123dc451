import type { ClubPage } from '../../server/community/clubs/contract.ts';
import { WidgetDialog } from '../parts/dialog.ts';
import type { ClubHost } from './host.ts';

/** A dialog over one club. It follows what changes of the club while it is open. */
export abstract class ClubDialog extends WidgetDialog {
  declare host: ClubHost;
  #follow = () => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    this.host.data.followers.add(this.#follow);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.host.data.followers.delete(this.#follow);
  }

  /** The club as it stands now, or stood when it went out of sight. */
  protected get page(): ClubPage {
    this.#page = this.host.data.page ?? this.#page!;
    return this.#page;
  }
  #page: ClubPage | undefined;

  protected get path(): string {
    return `clubs/${this.page.club.id}`;
  }
}

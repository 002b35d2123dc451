import type { LayerRequest, WidgetHost } from '../core/widget.ts';
import type { PointsData } from './data.ts';

/** What can be opened over a wallet. */
export type PointsRequest = LayerRequest | { kind: 'out' } | { kind: 'statement'; file: Blob };

/** What the pieces of the wallet know of it. */
export interface PointsHost extends WidgetHost {
  readonly data: PointsData | undefined;
  open(request: PointsRequest): Promise<void>;
  /** The statement is being fetched. */
  isSaving: boolean;
  /** So many movements fit into the room that was reserved; all, once it may grow. */
  fitting: number;
}

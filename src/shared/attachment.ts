import type { ChartSpec } from '#shared/chart.ts';

/** A file to send. `make` names what is made at the moment of sending: nothing of it is stored in the outbox. */
export type AttachmentDraft = {
  readonly name: string;
  /** What it shows, in words. */
  readonly alt: string;
} & (
  | { readonly type: 'file'; readonly make: 'export-json' | 'export-csv' }
  | { readonly type: 'image'; readonly make: 'chart'; readonly chart: ChartSpec }
);

/** A file as it is sent. */
export interface Attachment {
  readonly type: 'image' | 'file';
  readonly name: string;
  readonly alt: string;
  readonly data: Uint8Array;
}

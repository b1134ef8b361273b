/**
 * The named places of a message's way, in order. A checkpoint is called at each: production traces them at level debug,
 * and the fault tests kill the process there, to show that nothing is lost between any two of them.
 */
export const CHECKPOINTS = [
  'received',
  'assessed',
  'tx-begun',
  'tx-locked',
  'tx-loaded',
  'tx-decided',
  'tx-written',
  'tx-committed',
  'acknowledged',
  'send-begun',
  'send-accepted',
  'send-marked',
] as const;

export type CheckpointName = (typeof CHECKPOINTS)[number];
export type Checkpoint = (point: CheckpointName) => void;

/** Passes every point by. */
export const noCheckpoint: Checkpoint = () => {};

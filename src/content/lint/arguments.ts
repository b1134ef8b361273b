/** What every text may use, without the flow doing anything for it. */
export const COMMON_ARGUMENTS: ReadonlySet<string> = new Set([
  'lines',
  'line_short',
  'emergency',
  'health_line',
  'violence_line',
  'poison_line',
]);

/** What the engine's own texts may use beyond that: the name of a flow, the way to a private chat, what a typed line holds. */
export const SYSTEM_ARGUMENTS: ReadonlySet<string> = new Set([
  ...COMMON_ARGUMENTS,
  'name',
  'link',
  'given',
  'min',
  'max',
  'kept',
  'chosen',
]);

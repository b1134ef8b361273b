/** A picture of kept numbers, told without any of them: they are read when it is drawn. */
export interface ChartSpec {
  /** One line an item, in this order, each with the name that a member reads. */
  readonly lines: readonly { readonly item: string; readonly label: string }[];
  /** The ends of the scale, the same for every line. */
  readonly min: number;
  readonly max: number;
  /** How many local days it shows, the last included. */
  readonly days: number;
  /** The last local date, `YYYY-MM-DD`. */
  readonly until: string;
  /** BCP 47: how dates and numbers are written on the axes. */
  readonly locale: string;
}

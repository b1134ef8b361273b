/** Reads JSON that the store itself wrote or that a statement of its own built: its shape is the statement's. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- names the shape at the call, in one place for all
export const fromJson = <T>(text: string): T => JSON.parse(text);

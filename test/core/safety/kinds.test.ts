import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TIERS } from '#core/ports.ts';
import { KIND_NAMES, KINDS, rankOf, tierOf } from '#core/safety/kinds.ts';

const README = readFileSync(new URL('../../../flows/safety/README.md', import.meta.url), 'utf8');

describe('the closed list of kinds', () => {
  it('stands in the README for clinicians, each with its tier and its sentence', () => {
    for (const kind of KIND_NAMES)
      expect(README).toContain(`| \`${kind}\` | ${KINDS[kind].tier} | ${KINDS[kind].about} |`);
  });

  // "The worst wins" is decided by the order of the list: a kind of a lighter tier must never stand before a heavier.
  it('goes from the worst tier to the lightest', () => {
    const tiers = KIND_NAMES.map((kind) => TIERS.indexOf(tierOf(kind)));
    expect(tiers).toEqual(tiers.toSorted((a, b) => a - b));
    expect(rankOf('overdose')).toBe(0);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FlowBundle } from '#content/schemas/flow.ts';
import { createLibrary, type Library } from '#core/engine/library.ts';
import { realAssessor, realContent, realLibrary } from '../../support/talking.ts';
import { watchLibrary } from '../../support/transcript-coverage.ts';
import { playTranscript, readTranscript } from '../../support/transcripts.ts';

const FOLDER = join(import.meta.dirname, '../../transcripts');
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));
const source = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');
const play = (file: string, library: Library): string =>
  playTranscript(readTranscript(source(file)), library, realAssessor());

const watched = watchLibrary(realLibrary());

// Recorded with `npm test -- test/core/engine/transcripts.test.ts -u`, and read aloud before it is kept.
describe('a conversation goes as it was recorded and read', () => {
  it.each(files)('%s', async (file) => {
    const played = play(file, realLibrary());
    await expect(played).toMatchFileSnapshot(join(FOLDER, file));
    // What is watched is the very same conversation, or the table below would tell of another.
    expect(play(file, watched.library)).toBe(played);
  });
});

it('every step and every way of every flow is taken in one of the conversations', () => {
  const coverage = watched.coverage();
  const line = ([flow = '', ...cells]: readonly string[]): string =>
    flow.padEnd(14) + cells.map((cell) => cell.padStart(8)).join('');
  const table = [['flow', 'steps', 'ways'], ...coverage.map(({ flow, steps, ways }) => [flow, steps, ways])];
  process.stdout.write(`${table.map(line).join('\n')}\n`);
  expect(coverage.flatMap(({ flow, missing }) => missing.map((one) => `${flow}: ${one}`))).toEqual([]);
});

describe('a change that nobody meant is noticed', () => {
  /** The deployed flows, one of them changed. */
  const withFlow = (id: string, change: (bundle: FlowBundle) => FlowBundle): Library => {
    const content = realContent();
    const flows = [...content.flows].map(
      ([name, { revision, bundle }]) => [name, { revision, bundle: name === id ? change(bundle) : bundle }] as const,
    );
    return createLibrary({ ...content, flows: new Map(flows) });
  };
  const failing = (library: Library): readonly string[] =>
    files.filter((file) => {
      try {
        return play(file, library) !== source(file);
      } catch {
        return true;
      }
    });

  it('another wording fails the conversations in which it is said, and no other', () => {
    const old = "Okay. I'll be quiet for a week.";
    const library = withFlow('pause', (bundle) => ({
      ...bundle,
      texts: { ...bundle.texts, en: { ...bundle.texts['en'], 'pause.said_week': 'Bye.' } },
    }));
    expect(failing(library)).toEqual(files.filter((file) => source(file).includes(old)));
    expect(failing(library)).not.toEqual([]);
  });

  it('a dropped branch fails the conversation that takes it', () => {
    const library = withFlow('checkin', (bundle) => ({
      ...bundle,
      flow: {
        ...bundle.flow,
        steps: bundle.flow.steps.map((step) =>
          step.type === 'branch' && step.id === 'which'
            ? { ...step, cases: step.cases.filter(({ to }) => to !== 'anxiety_baseline') }
            : step,
        ),
      },
    }));
    expect(failing(library)).toEqual(['checkin-since-the-first-days.yaml']);
  });

  it('a step that no conversation reaches is named', () => {
    const library = withFlow('pause', (bundle) => ({
      ...bundle,
      flow: {
        ...bundle.flow,
        steps: [...bundle.flow.steps, { id: 'lost', type: 'say', text: 'said_day', lines: false }],
      },
    }));
    const { coverage } = watchLibrary(library);
    expect(coverage().find(({ flow }) => flow === 'pause')?.missing).toContain('lost');
  });
});

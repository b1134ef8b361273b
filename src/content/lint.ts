import { checkButtons } from '#content/lint/buttons.ts';
import { checkCalls } from '#content/lint/calls.ts';
import { checkCharts } from '#content/lint/charts.ts';
import { checkFlowNames } from '#content/lint/commands.ts';
import type { ContentCheck, FlowCheck, LintContext } from '#content/lint/context.ts';
import { checkExpressions } from '#content/lint/expressions.ts';
import { checkHistory } from '#content/lint/history.ts';
import { checkItems } from '#content/lint/items.ts';
import { checkNames } from '#content/lint/names.ts';
import { checkReachable } from '#content/lint/reachable.ts';
import { checkSameArguments } from '#content/lint/same-arguments.ts';
import { checkStepIds } from '#content/lint/step-ids.ts';
import { checkSystemFiles } from '#content/lint/system.ts';
import { checkTargets } from '#content/lint/targets.ts';
import { checkSystemArguments, checkTextArguments } from '#content/lint/text-arguments.ts';
import { checkTextKeys, checkTranslations } from '#content/lint/text-keys.ts';
import { checkSystemLength, checkTextLength } from '#content/lint/text-length.ts';
import { checkTextSyntax } from '#content/lint/text-syntax.ts';
import { checkUnused } from '#content/lint/unused.ts';
import { checkTimers } from '#content/lint/timers.ts';
import { checkVariants } from '#content/lint/variants.ts';
import { checkWaysOut } from '#content/lint/ways-out.ts';
import { checkClaims, checkReadingGrade } from '#content/lint/wording.ts';
import { checkWords } from '#content/lint/words.ts';
import type { Problem } from '#content/problem.ts';

const FLOW_CHECKS: readonly FlowCheck[] = [
  checkStepIds,
  checkTargets,
  checkReachable,
  checkWaysOut,
  checkCalls,
  checkNames,
  checkExpressions,
  checkHistory,
  checkCharts,
  checkTextKeys,
  checkTextArguments,
  checkTextLength,
  checkVariants,
  checkButtons,
  checkTimers,
];

const CONTENT_CHECKS: readonly ContentCheck[] = [
  checkFlowNames,
  checkItems,
  checkTranslations,
  checkTextSyntax,
  checkSystemArguments,
  checkSystemLength,
  checkSameArguments,
  checkClaims,
  checkReadingGrade,
  checkUnused,
  checkSystemFiles,
  checkWords,
];

/** Every check over every flow and over all content together. */
export const lint = (context: LintContext): readonly Problem[] => [
  ...context.flows.flatMap((flow) => FLOW_CHECKS.flatMap((check) => check(flow, context))),
  ...CONTENT_CHECKS.flatMap((check) => check(context)),
];

import type { ChartAnswer, ChartName, ChartRequest } from '../../app/contract/charts.ts';
import type { ExposureAnswer } from '../../app/contract/exposure.ts';
import type { EngineHealth } from '../../app/contract/health.ts';
import type { LiquidityAnswer, LiquidityName, LiquidityRequest } from '../../app/contract/liquidity.ts';
import type { OpportunityDetail } from '../../app/contract/opportunityDetail.ts';
import type { OpportunityTrace, TraceMoment } from '../../app/contract/opportunityTrace.ts';
import type { ReportFormat, ReportScopeRequest } from '../../app/contract/reportScope.ts';
import { type EngineLink, reportTimeoutMs } from './engineLink.ts';

/** The engine's own patience with the node is shorter, so that its word comes. */
const traceTimeoutMs = 45_000;

/** What is asked of an engine for somebody to look at, whether it trades or replays. */
export class EngineQuestions {
  readonly #engine: EngineLink;

  constructor(engine: EngineLink) {
    this.#engine = engine;
  }

  /** Charts of the pools that the engine follows. @throws ExpectedError CHART_UNKNOWN, and when the engine does not answer */
  chart<N extends ChartName>(name: N, request: ChartRequest<N>): Promise<ChartAnswer<N>> {
    return this.#engine.call(name, request);
  }

  /** What its pools hold, and its newest blocks. @throws ExpectedError POOL_UNKNOWN, and when the engine does not answer */
  liquidity<N extends LiquidityName>(name: N, request: LiquidityRequest<N>): Promise<LiquidityAnswer<N>> {
    return this.#engine.call(name, request);
  }

  /** What is held and under way. @throws ExpectedError when the engine does not answer */
  exposure(): Promise<ExposureAnswer> {
    return this.#engine.call('exposure', {});
  }

  /** What is behind and what is waiting in the engine. @throws ExpectedError when it does not answer */
  engineHealth(): Promise<EngineHealth> {
    return this.#engine.call('engineHealth', {});
  }

  /** @throws ExpectedError DETAIL_NOT_KEPT, and when the engine does not answer */
  opportunityDetail(id: string): Promise<OpportunityDetail> {
    return this.#engine.call('opportunityDetail', { id });
  }

  /** @throws ExpectedError DETAIL_NOT_KEPT, TRACE_*, and when the engine or its node does not answer */
  opportunityTrace(id: string, moment: TraceMoment): Promise<OpportunityTrace> {
    return this.#engine.call('opportunityTrace', { id, moment }, traceTimeoutMs);
  }

  /** Writes the epoch so far as a document. @throws ExpectedError when the engine cannot make one now */
  async report(format: ReportFormat, file: string, scope?: ReportScopeRequest): Promise<void> {
    await this.#engine.call('report', { format, scope, file }, reportTimeoutMs);
  }
}

/** Galleries: a community's works in a Git repository. */
export { buildGallery } from './build/build.ts'
export type { BuildOptions, BuildReport, MadeFile } from './build/build.ts'
export type { BuildEstimate } from './build/estimate.ts'
export { checkGallery } from './check/check.ts'
export type { CheckOptions, CheckReport } from './check/check.ts'
export { annotation } from './check/annotation.ts'
export { cleanWorks } from './clean/clean-works.ts'
export type { Cleaned, CleanOptions } from './clean/clean-works.ts'
export type {
  Generate,
  Media,
  PluginFile,
  PluginResult,
  PluginWork,
  PureTools,
  Rule,
  RuleFinding,
  Table,
  ToolOrder,
  Tools,
} from './plugins/plugin.ts'
export { GalleryError } from './error.ts'
export { problemCodes } from './problem.ts'
export type { Problem, ProblemCode } from './problem.ts'
export { codesTable, configTable, frontMatterTable, generatorTable } from './config/reference.ts'
export { initGallery } from './init/init.ts'
export type { InitOptions, InitReport } from './init/init.ts'
export { parseProgram, programOf } from './init/program.ts'
export type { Program } from './init/program.ts'
export { importGallery } from './import/import.ts'
export type { ImportOptions, ImportReport } from './import/import.ts'
export { decide, OutOfDate, tellDecision } from './review/decide.ts'
export type { Deciding } from './review/decide.ts'
export type { Decision, State, Verb } from './review/decision.ts'
export { isWaiting, openReview } from './review/review.ts'
export type { Review, ReviewWork } from './review/review.ts'
export { tellDifference } from './review/standing.ts'
export type { Difference, Hashes, Standing } from './review/standing.ts'
export { tellPerson, whoIs } from './review/who.ts'
export type { Person } from './review/who.ts'
export { publishGallery } from './publish/publish.ts'
export type { PublishOptions, PublishReport, PublishStep } from './publish/publish.ts'
export type { Refusal } from './publish/collect.ts'
export type { LeftOut } from './publish/lineage.ts'
export { makeSite } from './site/site.ts'
export type { SiteOptions, SiteReport } from './site/site.ts'
export type { Publication, PublishedFile, PublishedGenerated, PublishedWork, Tombstone } from './site/published.ts'
export { serveIntake } from './intake/serve.ts'
export type { Intake, ServeOptions } from './intake/serve.ts'
export { flawLine, submitWorks } from './intake/submit.ts'
export type { Submitted, SubmitOptions } from './intake/submit.ts'
export type { Flaw, Outcome } from './intake/draft.ts'
export type { Fields } from './intake/keys-of.ts'
export { serveReview } from './review/page/serve.ts'
export type { ReviewOptions, ReviewServer } from './review/page/serve.ts'

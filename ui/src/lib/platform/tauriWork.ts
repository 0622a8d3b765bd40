/** Commands for what goes on by itself and what is made by hand: copies back, imports, recipes, the API console. */
import type {
  AnswerId,
  CallForm,
  CallKey,
  ConnectionKey,
  ConsoleRequest,
  DownloadId,
  DownloadRequest,
  DownloadRows,
  ListFormat,
  PickKey,
  PickOrder,
  RecipeKey,
  RecipeSpec,
  RunKey,
  SafekeepingFilter,
} from "../ipc/bindings";
import { commands } from "../ipc/bindings";
import { asked, done } from "./asking";

export class TauriWork {
  downloadHabits = () => asked(commands.downloadHabits());
  forecastDownload = (request: DownloadRequest) => asked(commands.downloadForecast(request));
  downloadNames = (request: DownloadRequest) => asked(commands.downloadNames(request));
  startDownload = (request: DownloadRequest) => asked(commands.downloadStart(request));
  downloads = () => asked(commands.downloadsList());
  downloadRows = (id: DownloadId, which: DownloadRows, after: number | null) =>
    asked(commands.downloadRows(id, which, after));
  pauseDownload = (id: DownloadId) => done(commands.downloadPause(id));
  resumeDownload = (id: DownloadId) => done(commands.downloadResume(id));
  cancelDownload = (id: DownloadId) => done(commands.downloadCancel(id));
  retryDownload = (id: DownloadId) => done(commands.downloadRetry(id));
  forgetDownload = (id: DownloadId) => done(commands.downloadForget(id));
  showDownload = (id: DownloadId) => done(commands.downloadShow(id));

  checkFolder = (connection: ConnectionKey, folder: string) => asked(commands.safekeepingCheck(connection, folder));
  askAboutFolder = (connection: ConnectionKey, folder: string) => asked(commands.safekeepingAsk(connection, folder));
  safekeepingReports = (connection: ConnectionKey) => asked(commands.safekeepingReports(connection));
  forgetReport = (connection: ConnectionKey, folder: string) => done(commands.safekeepingForget(connection, folder));
  safekeepingFolders = (connection: ConnectionKey, folder: string, filter: SafekeepingFilter) =>
    asked(commands.safekeepingFolders(connection, folder, filter));
  safekeepingFiles = (
    connection: ConnectionKey,
    folder: string,
    filter: SafekeepingFilter,
    within: string | null,
    after: number,
    limit: number,
  ) => asked(commands.safekeepingFiles(connection, folder, filter, within, after, limit));
  exportReport = (connection: ConnectionKey, folder: string, filter: SafekeepingFilter, form: ListFormat, to: string) =>
    asked(commands.safekeepingExport(connection, folder, filter, form, to));
  showReportFile = (connection: ConnectionKey, folder: string, path: string) =>
    done(commands.safekeepingShow(connection, folder, path));

  apiMethods = () => asked(commands.consoleMethods());
  previewCall = (request: ConsoleRequest) => asked(commands.consolePreview(request));
  sendCall = (request: ConsoleRequest, confirmed: boolean) => asked(commands.consoleSend(request, confirmed));
  stopCall = () => done(commands.consoleStop());
  copyAnswer = (id: AnswerId) => done(commands.consoleCopyAnswer(id));
  copyCall = (request: ConsoleRequest, form: CallForm) => done(commands.consoleCopyCall(request, form));
  pastCalls = () => asked(commands.consolePast());
  forgetPastCalls = () => done(commands.consoleForgetPast());
  savedCalls = () => asked(commands.consoleSaved());
  saveCall = (name: string, request: ConsoleRequest) => asked(commands.consoleSave(name, request));
  removeSavedCall = (key: CallKey) => done(commands.consoleRemoveSaved(key));

  recipes = () => asked(commands.recipesList());
  readBack = (spec: RecipeSpec) => asked(commands.recipeReadBack(spec));
  tryRecipe = (spec: RecipeSpec) => asked(commands.recipeTry(spec));
  saveRecipe = (key: RecipeKey | null, spec: RecipeSpec) => asked(commands.recipeSave(key, spec));
  removeRecipe = (key: RecipeKey) => done(commands.recipeRemove(key));
  switchRecipe = (key: RecipeKey, on: boolean) => asked(commands.recipeSetOn(key, on));
  allowRecipe = (key: RecipeKey, version: number) => asked(commands.recipeAllow(key, version));
  recipeRuns = (key: RecipeKey, offset: number, limit: number) => asked(commands.recipeHistory(key, offset, limit));
  retryRun = (key: RunKey) => asked(commands.runRetry(key));
  giveUpRun = (key: RunKey) => asked(commands.runGiveUp(key));
  pickProgram = () => asked(commands.pickFiles("program"));

  beginPick = (order: PickOrder) => asked(commands.pickBegin(order));
  imports = () => asked(commands.picksList());
  notFetched = (key: PickKey) => asked(commands.pickLeftOut(key));
  cancelPick = (key: PickKey) => done(commands.pickCancel(key));
  retryPick = (key: PickKey) => asked(commands.pickRetry(key));
  forgetPick = (key: PickKey) => done(commands.pickForget(key));
  copyPickPage = (key: PickKey) => done(commands.pickCopyPage(key));
  showPickFolder = (key: PickKey) => done(commands.pickShowFolder(key));
}

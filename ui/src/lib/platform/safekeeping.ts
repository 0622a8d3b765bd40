/** What the front end asks of the program about what of a folder here is in Google Photos. */
import type {
  ConnectionKey,
  JobId,
  ListFormat,
  SafekeepingFiles,
  SafekeepingFilter,
  SafekeepingFolder,
  SafekeepingHead,
} from "../ipc/bindings";

export interface SafekeepingCalls {
  /** Looks at everything below a folder. The report that there is stays until the job is done. */
  checkFolder(connection: ConnectionKey, folder: string): Promise<JobId>;
  /** Asks Google about the media items of a report. */
  askAboutFolder(connection: ConnectionKey, folder: string): Promise<JobId>;
  safekeepingReports(connection: ConnectionKey): Promise<SafekeepingHead[]>;
  /** Takes a report away; no file is touched. */
  forgetReport(connection: ConnectionKey, folder: string): Promise<void>;
  /** Folders with files of their own, the checked one among them as an empty path. */
  safekeepingFolders(
    connection: ConnectionKey,
    folder: string,
    filter: SafekeepingFilter,
  ): Promise<SafekeepingFolder[]>;
  /** A piece of the files, at most 500: of the whole report, or with `within` of what lies directly in that folder. */
  safekeepingFiles(
    connection: ConnectionKey,
    folder: string,
    filter: SafekeepingFilter,
    within: string | null,
    after: number,
    limit: number,
  ): Promise<SafekeepingFiles>;
  /** Writes them to a file. Gives how many. */
  exportReport(
    connection: ConnectionKey,
    folder: string,
    filter: SafekeepingFilter,
    form: ListFormat,
    to: string,
  ): Promise<number>;
  /** Shows a file of a report in the system's file manager. */
  showReportFile(connection: ConnectionKey, folder: string, path: string): Promise<void>;
}

/** What the front end asks of the program about copies on this computer. */
import type {
  DownloadForecast,
  DownloadHabits,
  DownloadId,
  DownloadNames,
  DownloadRequest,
  DownloadRow,
  DownloadRows,
  DownloadView,
} from "../ipc/bindings";

export interface DownloadCalls {
  /** How the person downloaded last, or how it is usual. */
  downloadHabits(): Promise<DownloadHabits>;
  /** What it would bring, and what it costs. */
  forecastDownload(request: DownloadRequest): Promise<DownloadForecast>;
  /** How the first few files would be named. */
  downloadNames(request: DownloadRequest): Promise<DownloadNames>;
  startDownload(request: DownloadRequest): Promise<DownloadView>;
  downloads(): Promise<DownloadView[]>;
  /** What came of its items: the next ones behind a position. */
  downloadRows(id: DownloadId, which: DownloadRows, after: number | null): Promise<DownloadRow[]>;
  pauseDownload(id: DownloadId): Promise<void>;
  resumeDownload(id: DownloadId): Promise<void>;
  /** Ends it; what came is kept. */
  cancelDownload(id: DownloadId): Promise<void>;
  /** Tries again what did not come. */
  retryDownload(id: DownloadId): Promise<void>;
  /** Takes one that is over out of the list; its files stay. */
  forgetDownload(id: DownloadId): Promise<void>;
  showDownload(id: DownloadId): Promise<void>;
}

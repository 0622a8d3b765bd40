/** What the front end asks of the program about calls made by hand. */
import type {
  AnswerId,
  CallForm,
  CallKey,
  ConsoleAnswer,
  ConsoleMethod,
  ConsolePreview,
  ConsoleRequest,
  PastCall,
  SavedCall,
} from "../ipc/bindings";

export interface ConsoleCalls {
  apiMethods(): Promise<ConsoleMethod[]>;
  /** What a call would be; nothing is sent. */
  previewCall(request: ConsoleRequest): Promise<ConsolePreview>;
  /** One that changes something is refused unless it was confirmed. */
  sendCall(request: ConsoleRequest, confirmed: boolean): Promise<ConsoleAnswer>;
  stopCall(): Promise<void>;
  /** All of it, also what is not shown. */
  copyAnswer(id: AnswerId): Promise<void>;
  /** Without any token. */
  copyCall(request: ConsoleRequest, form: CallForm): Promise<void>;
  /** The newest first. */
  pastCalls(): Promise<PastCall[]>;
  forgetPastCalls(): Promise<void>;
  savedCalls(): Promise<SavedCall[]>;
  /** One of the same name is replaced. */
  saveCall(name: string, request: ConsoleRequest): Promise<SavedCall>;
  removeSavedCall(key: CallKey): Promise<void>;
}

/** What the front end asks of the program about albums of others that the account joined. */
import type { JoinedAlbum, JoinOutcome } from "../ipc/bindings";

export interface JoiningCalls {
  /** Null where Google tells that to nobody. Asks Google. */
  joinedAlbums(): Promise<JoinedAlbum[] | null>;
  /** By a link or a share token. Opens the link's page where only the person can join. */
  joinAlbum(link: string): Promise<JoinOutcome>;
  leaveAlbum(id: string): Promise<void>;
}

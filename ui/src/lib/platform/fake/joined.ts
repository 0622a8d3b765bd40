/** The part of the invented program about albums of others that the account joined. */
import type { JoinedAlbum, JoinOutcome } from "../../ipc/bindings";
import { NO_LINK } from "../../words/link";
import { FakeDownloads } from "./downloads";
import { refusal } from "./refusal";

const LINK = /^https:\/\/photos\.(?:app\.goo\.gl\/[\w-]+|google\.com\/share\/([\w-]+)(?:\?key=[\w-]+)?)$/;
const TOKEN = /^[\w-]{16,}$/;

export abstract class FakeJoined extends FakeDownloads {
  #joined: JoinedAlbum[] = [
    { id: "joined-1", title: "Choir weekend", items: 214, url: null, collaborative: true },
    { id: "joined-2", title: "Grandmother’s ninetieth", items: 86, url: null, collaborative: false },
  ];

  joinedAlbums = async () => (this.scene.has("today") || this.scene.has("empty") ? null : this.#joined);

  async joinAlbum(link: string): Promise<JoinOutcome> {
    const token = TOKEN.test(link) ? link : LINK.exec(link)?.[1];
    if (token === undefined && !LINK.test(link)) throw refusal("notALink", NO_LINK);
    if (token === undefined || this.scene.has("today")) {
      this.opened.push(link);
      return { kind: "inBrowser", url: link };
    }
    const album = { id: token, title: "Boat trip", items: 31, url: link, collaborative: false };
    this.#joined = [album, ...this.#joined];
    if (token !== link) await this.keepOtherLink(link, album.title);
    return { kind: "joined", album };
  }

  async leaveAlbum(id: string) {
    if (!this.#joined.some((album) => album.id === id))
      throw refusal("notFound", "This album is not there any more. It may have been removed.");
    this.#joined = this.#joined.filter((album) => album.id !== id);
  }
}

//! Every call can be spawned: this does not compile otherwise.

use google_photos::{
    AlbumPosition, GooglePhotos, MediaSize, SearchRequest, ShareOptions, SignIn, UploadSource,
};

fn can_be_spawned<T: Send>(_: T) {}

#[allow(dead_code, reason = "compiled, never run")]
fn every_call(client: &GooglePhotos, sign_in: SignIn, source: &UploadSource) {
    let (album, item) = (&"a".into(), &"i".into());
    let place = google_photos::Place {
        name: String::new(),
        latitude: 0.0,
        longitude: 0.0,
    };
    can_be_spawned(sign_in.finish(std::time::Duration::ZERO));
    can_be_spawned(client.account());
    can_be_spawned(client.renew_access());
    can_be_spawned(client.revoke());
    can_be_spawned(client.albums());
    can_be_spawned(client.albums_pages());
    can_be_spawned(client.album(album));
    can_be_spawned(client.album_create("t"));
    can_be_spawned(client.album_rename(album, "t"));
    can_be_spawned(client.album_set_cover(album, item));
    can_be_spawned(client.album_add_items(album, &[]));
    can_be_spawned(client.album_remove_items(album, &[]));
    can_be_spawned(client.album_add_text(album, "t", &AlbumPosition::Last));
    can_be_spawned(client.album_add_location(album, &place, &AlbumPosition::Last));
    can_be_spawned(client.album_items(album));
    can_be_spawned(client.album_share(album, ShareOptions::default()));
    can_be_spawned(client.album_unshare(album));
    can_be_spawned(client.shared_albums());
    can_be_spawned(client.shared_album(&"t".into()));
    can_be_spawned(client.shared_album_join(&"t".into()));
    can_be_spawned(client.shared_album_leave(&"t".into()));
    can_be_spawned(client.media_items());
    can_be_spawned(client.media_items_pages());
    can_be_spawned(client.media_item(item));
    can_be_spawned(client.media_items_get(&[]));
    can_be_spawned(client.media_items_create(None, None, &[]));
    can_be_spawned(client.media_item_describe(item, "t"));
    can_be_spawned(client.search(SearchRequest::album(album.clone())));
    can_be_spawned(client.media_bytes(&"b".into(), MediaSize::Download));
    can_be_spawned(client.upload_raw(source));
    can_be_spawned(client.upload_begin(1, "", ""));
    can_be_spawned(client.upload_chunk(&"u".into(), source, 0, 1));
    can_be_spawned(client.upload_finish(&"u".into(), source, 0));
    can_be_spawned(client.upload_query(&"u".into()));
    can_be_spawned(client.upload_cancel(&"u".into()));
}

//! The commands the window knows, typed for both sides.

use albumen_core::view::{
    DropOutcome, IndexChanged, JobEvent, ListFormat, PlanGroup, PlanRow, PlanView, UploadSettings,
};
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands};

use crate::commands::{
    albums, app, connections, console, doctor, downloads, folders, given, items, jobs, library,
    links, login, picking, pictures, plans, recipes, safekeeping, search, settings, sharing,
    system, uploads, watching,
};
use crate::events::CloseAsked;

/// Everything that crosses between the page and the program: what is called, what is thrown, what is told.
#[must_use]
pub fn builder() -> Builder<tauri::Wry> {
    Builder::new()
        .error_handling(ErrorHandlingMode::Throw)
        .disable_serde_phases()
        // Counts, sizes and times stay below 2^53.
        .dangerously_cast_bigints_to_number()
        .constant("consolePages", albumen_core::ConsolePage::table())
        .constant("safekeepingLimits", albumen_core::Safekeeping::LIMITS)
        .constant(
            "safekeepingSampleLimit",
            albumen_core::Safekeeping::SAMPLE_LIMIT,
        )
        .typ::<CloseAsked>()
        .typ::<JobEvent>()
        .typ::<IndexChanged>()
        .typ::<DropOutcome>()
        .typ::<PlanView>()
        .typ::<PlanGroup>()
        .typ::<PlanRow>()
        .typ::<UploadSettings>()
        .typ::<ListFormat>()
        .commands(collect_commands![
            app::app_state,
            app::sample_open,
            app::sample_account,
            connections::credentials_read,
            connections::credentials_check,
            connections::connection_client,
            connections::sign_in_begin,
            connections::sign_in_finish,
            connections::sign_in_cancel,
            connections::sign_in_answer,
            connections::sign_in_question,
            connections::sign_in_add_beside,
            connections::connection_select,
            connections::connection_rename,
            connections::connection_leaving,
            connections::connection_remove,
            connections::connection_sign_out,
            console::console_methods,
            console::console_preview,
            console::console_send,
            console::console_stop,
            console::console_copy_answer,
            console::console_copy_call,
            console::console_past,
            console::console_forget_past,
            console::console_saved,
            console::console_save,
            console::console_remove_saved,
            doctor::doctor_check,
            doctor::doctor_view,
            doctor::doctor_copy,
            app::sync_now,
            albums::albums_list,
            albums::album_get,
            albums::album_create,
            albums::album_rename,
            albums::album_set_cover,
            albums::album_add_items,
            albums::album_remove_items,
            albums::album_add_text,
            albums::album_add_place,
            albums::album_open_page,
            items::grid_segments,
            items::grid_items,
            items::item_details,
            items::item_open_page,
            items::item_show_in_folder,
            items::item_video_url,
            pictures::pictures_cancel,
            items::chosen_count,
            items::items_describe,
            pictures::item_copy_image,
            pictures::items_drag_out,
            safekeeping::safekeeping_check,
            safekeeping::safekeeping_ask,
            safekeeping::safekeeping_reports,
            safekeeping::safekeeping_forget,
            safekeeping::safekeeping_folders,
            safekeeping::safekeeping_files,
            safekeeping::safekeeping_export,
            safekeeping::safekeeping_show,
            search::search_view,
            search::search_suggest,
            search::searches_saved,
            search::search_save,
            search::search_rename,
            search::search_remove,
            pictures::library_settings_get,
            pictures::library_settings_save,
            library::library_facts,
            library::library_compare,
            pictures::pictures_clear,
            library::missing_forget,
            uploads::uploads_inspect,
            uploads::uploads_enqueue,
            uploads::uploads_view,
            uploads::uploads_rows,
            uploads::upload_retry,
            uploads::uploads_retry_all,
            uploads::uploads_retry_section,
            uploads::upload_skip,
            uploads::uploads_skip_all,
            uploads::upload_cancel,
            uploads::uploads_cancel_preview,
            uploads::uploads_cancel_all,
            uploads::uploads_pause,
            uploads::uploads_clear,
            uploads::uploads_write_list,
            uploads::uploads_continue_album,
            uploads::upload_settings_get,
            uploads::upload_settings_save,
            plans::uploads_drop,
            plans::plan_make,
            plans::plan_view,
            plans::plan_set_options,
            plans::plan_rename_album,
            plans::plan_use_album,
            plans::plan_rows,
            plans::plan_leave_out,
            plans::plan_start,
            plans::plan_discard,
            folders::folders_list,
            folders::folder_add,
            folders::folder_change,
            folders::folder_pause,
            folders::folder_remove,
            watching::watching_get,
            watching::watching_set,
            watching::watching_mark_seen,
            watching::watching_mark_unseen,
            downloads::download_habits,
            downloads::download_forecast,
            downloads::download_names,
            downloads::download_start,
            downloads::downloads_list,
            downloads::download_rows,
            downloads::download_pause,
            downloads::download_resume,
            downloads::download_cancel,
            downloads::download_retry,
            downloads::download_forget,
            downloads::download_show,
            picking::pick_begin,
            picking::picks_list,
            picking::pick_left_out,
            picking::pick_cancel,
            picking::pick_retry,
            picking::pick_forget,
            picking::pick_copy_page,
            picking::pick_show_folder,
            recipes::recipes_list,
            recipes::recipe_read_back,
            recipes::recipe_try,
            recipes::recipe_save,
            recipes::recipe_remove,
            recipes::recipe_set_on,
            recipes::recipe_allow,
            recipes::recipe_history,
            recipes::run_retry,
            recipes::run_give_up,
            sharing::album_share,
            sharing::album_unshare,
            sharing::shared_joined,
            sharing::shared_join,
            sharing::shared_leave,
            sharing::link_keep,
            sharing::link_prove_dead,
            sharing::clipboard_link,
            links::links_list,
            links::link_copy,
            links::link_open,
            links::link_check,
            links::link_keep_other,
            links::link_rename,
            links::link_remove,
            links::link_qr,
            links::link_save_qr,
            links::links_copy,
            links::links_write,
            jobs::jobs_list,
            jobs::job_cancel,
            jobs::job_undo,
            system::pick_files,
            system::pick_folder,
            system::pick_save_file,
            system::window_close_answer,
            given::given_take,
            login::login_start_get,
            login::login_start_set,
            system::text_copy,
            system::open_external,
            settings::settings_get,
            settings::settings_save,
        ])
}

/// The text of `ui/src/lib/ipc/bindings.ts`.
///
/// # Errors
/// When a type cannot be written in TypeScript.
pub fn bindings() -> Result<String, String> {
    let file = std::env::temp_dir().join(format!("albumen-bindings-{}.ts", uuid::Uuid::new_v4()));
    let header = "/* What crosses between the page and the program. Written by `cargo xtask bindings`; never edited by hand. */\n";
    let written = builder()
        .export(
            specta_typescript::Typescript::default().header(header),
            &file,
        )
        .map_err(|error| error.to_string())
        .and_then(|()| std::fs::read_to_string(&file).map_err(|error| error.to_string()));
    let _ = std::fs::remove_file(&file);
    written
}

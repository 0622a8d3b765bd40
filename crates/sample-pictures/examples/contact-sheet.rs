//! Draws the whole sample library into a folder, says how long it took, and lays it out on contact sheets.
//!
//! `cargo run -p sample-pictures --example contact-sheet -- OUTDIR [PART-OF-AN-ID]`

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a tool for the person who draws; it may stop at the first problem"
)]

use std::path::PathBuf;
use std::time::Instant;

use image::{DynamicImage, ImageDecoder, ImageReader, RgbImage, imageops};
use sample_pictures::{SampleKind, catalogue, write_all, write_item};

const ACROSS: u32 = 5;
const DOWN: u32 = 5;
const CELL: u32 = 384;

fn shown(path: &PathBuf) -> RgbImage {
    let mut decoder = ImageReader::open(path).unwrap().into_decoder().unwrap();
    let orientation = decoder.orientation().unwrap();
    let mut picture = DynamicImage::from_decoder(decoder).unwrap();
    picture.apply_orientation(orientation);
    picture.into_rgb8()
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let dir = PathBuf::from(args.first().map_or("sample-pictures", String::as_str));
    let wanted = args.get(1).cloned();
    let begun = Instant::now();
    std::fs::create_dir_all(&dir).unwrap();
    let of_interest: Vec<_> = catalogue()
        .iter()
        .filter(|i| {
            i.kind != SampleKind::Video && wanted.as_ref().is_none_or(|w| i.id.contains(w.as_str()))
        })
        .collect();
    if wanted.is_some() {
        for item in &of_interest {
            let one = Instant::now();
            let path = write_item(item.id, &dir).unwrap();
            let size = path.metadata().unwrap().len() / 1024;
            println!(
                "{:4} ms {size:5} KiB  {} {:?}",
                one.elapsed().as_millis(),
                item.id,
                item.categories
            );
        }
    } else {
        write_all(&dir, &|_, _| {}).unwrap();
        println!(
            "{} items in {:.2} s",
            catalogue().len(),
            begun.elapsed().as_secs_f32()
        );
    }
    for (n, page) in of_interest.chunks((ACROSS * DOWN) as usize).enumerate() {
        let mut sheet =
            RgbImage::from_pixel(ACROSS * CELL, DOWN * CELL, image::Rgb([248, 247, 246]));
        for (i, item) in page.iter().enumerate() {
            let end = if item.kind == SampleKind::Animation {
                "gif"
            } else {
                "jpg"
            };
            let picture = shown(&dir.join(format!("{}.{end}", item.id)));
            let k = (CELL - 8) as f32 / picture.width().max(picture.height()) as f32;
            let (w, h) = (
                (picture.width() as f32 * k) as u32,
                (picture.height() as f32 * k) as u32,
            );
            let small = imageops::thumbnail(&picture, w, h);
            let (x, y) = (
                i as u32 % ACROSS * CELL + (CELL - w) / 2,
                i as u32 / ACROSS * CELL + (CELL - h) / 2,
            );
            imageops::replace(&mut sheet, &small, i64::from(x), i64::from(y));
        }
        sheet.save(dir.join(format!("sheet-{n:02}.jpg"))).unwrap();
        println!(
            "sheet-{n:02}: {}",
            page.iter().map(|i| i.id).collect::<Vec<_>>().join(" ")
        );
    }
}

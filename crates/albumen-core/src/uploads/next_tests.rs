/// Every question of a turn is answered out of an index; none of them walks through the queue.
#[test]
fn no_question_walks_through_the_queue() {
    let db = crate::index::memory();
    let asked = [
        "SELECT id FROM uploads WHERE connection_id = 1 AND stage = 'found' AND hold IS NULL AND (retry_at_ms IS NULL OR retry_at_ms <= 5) ORDER BY id LIMIT 4",
        "SELECT id FROM uploads WHERE connection_id = 1 AND stage = 'hashed' AND hold IS NULL AND NOT EXISTS (SELECT 1 FROM uploads twin \
           WHERE twin.connection_id = uploads.connection_id AND twin.content_hash = uploads.content_hash AND twin.stage IN ('sent', 'creating')) \
           ORDER BY id LIMIT 4",
        "SELECT id FROM uploads WHERE connection_id = 1 AND album_id IS 7 AND stage = 'sent' AND hold IS NULL ORDER BY id LIMIT 50",
        "SELECT id FROM uploads WHERE connection_id = 1 AND album_id IS NULL AND stage = 'found' AND hold IS NULL AND size_bytes < 5 ORDER BY id LIMIT 1",
        "SELECT min(retry_at_ms) FROM uploads WHERE connection_id = 1 AND retry_at_ms IS NOT NULL AND retry_at_ms > 5",
        "SELECT 1 FROM uploads WHERE connection_id = 1 AND stage = 'sent' AND hold IS NULL LIMIT 1",
        "SELECT min(root) FROM uploads WHERE connection_id = 1 AND hold = 'disk' AND root > 'a'",
    ];
    for sql in asked {
        let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps: Vec<String> = plan
            .query_map([], |row| row.get(3))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        for step in &steps {
            assert!(
                !step.starts_with("SCAN") && !step.contains("TEMP B-TREE"),
                "{sql} walks or sorts: {steps:?}"
            );
        }
    }
}

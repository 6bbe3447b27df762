package io.fathom.cli.score;

import io.fathom.model.engine.RecordFailedException;
import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringRequest;
import io.fathom.model.engine.ScoringResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Scores lines and writes the answers in the order of the lines. The engine works on many lines at once; a line that is
 * typed by hand is answered at once.
 */
final class LineScorer {
    private static final int UNDER_WAY = 4096;

    /** What came of it. */
    record Tally(long answered, long failed) {}

    /** A line under way; {@code id} 0 marks the end. */
    private record Pending(long id, String line, CompletableFuture<ScoringResult> result) {}

    private final ScoringEngine engine;
    private final PrintWriter out;
    private final @Nullable TokenTexts explained;
    private final BlockingQueue<Pending> underWay = new ArrayBlockingQueue<>(UNDER_WAY);
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private long answered;
    private long failed;

    /** @param explained what tokens stand for, if answers are to tell where they come from; otherwise null */
    LineScorer(ScoringEngine engine, PrintWriter out, @Nullable TokenTexts explained) {
        this.engine = engine;
        this.out = out;
        this.explained = explained;
    }

    /** Scores all lines; ends early if nobody reads the answers any more. */
    Tally score(InputStream in) throws IOException {
        Thread writer = new Thread(this::writeAnswers, "answers");
        writer.start();
        try {
            submitLines(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
            underWay.put(new Pending(0, "", new CompletableFuture<>()));
            writer.join();
            stopped.complete(null);
            stopped.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while scoring lines");
        } finally {
            writer.interrupt();
        }
        return new Tally(answered, failed);
    }

    private void submitLines(BufferedReader lines) throws IOException, InterruptedException {
        long id = 0;
        String line;
        while (!stopped.isDone() && (line = lines.readLine()) != null) {
            id++;
            underWay.put(new Pending(
                    id,
                    line,
                    engine.submit(ScoringRequest.of(Long.toString(id), line)).result()));
        }
    }

    /** Goes on taking after it has stopped writing, so that the reading side is never stuck. */
    private void writeAnswers() {
        try {
            for (Pending next = underWay.take(); next.id() != 0; next = underWay.take()) {
                if (!stopped.isDone()) {
                    write(next);
                }
            }
        } catch (InterruptedException e) {
            // The reading side failed; its exception tells.
            Thread.currentThread().interrupt();
        }
    }

    private void write(Pending pending) {
        try {
            out.println(answer(pending));
            if (out.checkError()) {
                // The reader of a pipe has seen enough, as 'head' does: no error.
                stopped.complete(null);
            }
        } catch (RuntimeException e) {
            stopped.completeExceptionally(e);
        }
    }

    private String answer(Pending pending) {
        try {
            ScoringResult result = pending.result().join();
            answered++;
            boolean routed = !result.trace().tokenLayers().isEmpty();
            List<String> tokens = explained != null && routed ? explained.of(pending.line()) : null;
            return ResultJson.of(pending.id(), result, explained != null, tokens);
        } catch (CompletionException e) {
            if (e.getCause() instanceof RecordFailedException alone) {
                failed++;
                return ResultJson.failed(pending.id(), String.valueOf(alone.getMessage()));
            }
            throw e;
        }
    }
}

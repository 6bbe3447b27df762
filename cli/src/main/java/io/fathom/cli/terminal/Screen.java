package io.fathom.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * The whole terminal, drawn without flicker: only what changed is written. It uses the terminal's second screen, so
 * closing brings back what was there before.
 */
public final class Screen implements AutoCloseable {
    private final Terminal terminal;
    private final Attributes attributes;
    private final Display display;
    private Size size = new Size(0, 0);
    private boolean closed;

    Screen(Terminal terminal) {
        this.terminal = terminal;
        this.attributes = terminal.getAttributes();
        this.display = new Display(terminal, true);
        Attributes silent = new Attributes(attributes);
        silent.setLocalFlag(Attributes.LocalFlag.ECHO, false);
        terminal.setAttributes(silent);
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        terminal.flush();
    }

    /** The terminal, or empty where there is none that can be drawn on, or where the environment asks for plain output. */
    public static Optional<Screen> open() {
        if (!Tty.drawable()) {
            return Optional.empty();
        }
        try {
            Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    .encoding(StandardCharsets.UTF_8)
                    .nativeSignals(false)
                    .build();
            return Optional.of(new Screen(terminal));
        } catch (IOException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    /** Columns and rows now; the user may change them at any time. */
    public synchronized Size size() {
        Size now = terminal.getSize();
        // A terminal without a known size says 0.
        return now.getColumns() > 0 && now.getRows() > 0 ? now : new Size(80, 24);
    }

    /** Shows these lines and nothing else. */
    public synchronized void show(List<AttributedString> lines) {
        if (closed) {
            return;
        }
        Size now = size();
        if (!now.equals(size)) {
            size = now;
            display.resize(now.getRows(), now.getColumns());
            display.clear();
            terminal.puts(Capability.clear_screen);
        }
        display.update(new ArrayList<>(lines), -1); // JLine cuts its argument to the height of the terminal
    }

    /** Gives the terminal back as it was. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        terminal.puts(Capability.cursor_normal);
        terminal.puts(Capability.exit_ca_mode);
        terminal.flush();
        terminal.setAttributes(attributes);
        try {
            terminal.close();
        } catch (IOException e) {
            // The terminal is gone; there is nothing left to restore.
        }
    }
}

package io.fathom.cli.reproduce.results;

/**
 * One training with all that is measured after it: the unit of work, and of going on after an interruption.
 *
 * @param task what is learned, such as {@code text}
 * @param method what learns it, such as {@code ztt-3}
 */
public record RunKey(String task, String method, long seed) {

    public RunKey {
        name("task", task);
        name("method", method);
    }

    static void name(String what, String name) {
        if (!name.matches("[A-Za-z0-9.+-]+")) {
            throw new IllegalArgumentException(
                    what + " must consist of letters, digits, '.', '+' and '-', but was '" + name + "'");
        }
    }

    @Override
    public String toString() {
        return task + "/" + method + " seed " + seed;
    }
}

package io.fathom.cli.reproduce.pages;

import io.fathom.cli.plot.Plot;
import io.fathom.cli.plot.PlotFiles;
import io.fathom.cli.reproduce.claims.Catalogue;
import io.fathom.cli.reproduce.claims.Paper;
import io.fathom.cli.reproduce.results.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** All pages of a folder, from the runs in it. */
public final class Pages {
    private final Catalogue catalogue;
    private final PlotsOfPaper plots;
    private final PaperPage.Provided provided;

    /** What is drawn for a paper. */
    @FunctionalInterface
    public interface PlotsOfPaper {
        List<Plot> plots(Paper paper, Runs runs);
    }

    /**
     * @param command that makes the runs
     * @param size of the runs in words
     */
    public Pages(Catalogue catalogue, PlotsOfPaper plots, String command, String size) {
        this.catalogue = catalogue;
        this.plots = plots;
        this.provided = new PaperPage.Provided(command, size);
    }

    /**
     * Writes {@code README.md}, a page for each paper, and {@code plots/}.
     *
     * @return false if there are no plots, because Java finds no fonts on this machine
     */
    public boolean write(Runs runs, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("README.md"), IndexPage.markdown(catalogue, runs, provided));
        boolean canDraw = PlotFiles.canDraw();
        PaperPage page = new PaperPage(catalogue, runs, provided);
        for (Paper paper : catalogue.papers()) {
            List<Plot> drawn = plots.plots(paper, runs).stream()
                    .filter(plot -> canDraw && !plot.isEmpty())
                    .toList();
            for (Plot plot : drawn) {
                PlotFiles.write(plot, folder.resolve("plots"));
            }
            Files.writeString(folder.resolve(paper.name() + ".md"), page.markdown(paper, drawn));
        }
        return canDraw;
    }
}

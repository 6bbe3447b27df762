package io.fathom.cli.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.cli.plot.Plot.Form;
import io.fathom.cli.plot.Plot.Point;
import io.fathom.cli.plot.Plot.Series;
import io.fathom.model.statistics.Estimate;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotFilesTest {
    @TempDir
    private Path folder;

    private static Plot plot() {
        List<Point> falling = new ArrayList<>();
        List<Point> flat = new ArrayList<>();
        for (int x = 6; x <= 14; x++) {
            falling.add(new Point(x, new Estimate(2 - 0.05 * x, 1.97 - 0.05 * x, 2.03 - 0.05 * x, 5)));
            flat.add(new Point(x, new Estimate(1.8 - 0.02 * x, 1.75 - 0.02 * x, 1.82 - 0.02 * x, 5)));
        }
        List<Point> single = List.of(
                new Point(6, new Estimate(1.75, 1.72, 1.78, 5)), new Point(10, new Estimate(1.6, 1.59, 1.61, 5)));
        return new Plot(
                "exit",
                "Loss against compute",
                "executed layers for a token (mean)",
                "loss (nats for a character)",
                List.of(
                        new Series("zero attention", Form.BAND, falling),
                        new Series("random exits", Form.BAND, flat),
                        new Series("dense", Form.MARKS, single),
                        new Series("nothing yet", Form.BAND, List.of())));
    }

    @Test
    void writesBothFormsOfThePlot() throws IOException {
        PlotFiles.write(plot(), folder);
        assertThat(Files.readString(folder.resolve("exit.svg")))
                .contains("<svg", "width=\"860\"", "rgb(0,114,178)", "rgb(213,94,0)", "rgb(0,158,115)")
                .doesNotContain("rgb(204,121,167)"); // the fourth series has no points
        BufferedImage image =
                Objects.requireNonNull(ImageIO.read(folder.resolve("exit.png").toFile()));
        assertThat(image.getWidth()).isEqualTo(PlotFiles.SCALE * PlotPainter.WIDTH);
        assertThat(colours(image)).contains(new Color(0x0072B2).getRGB(), new Color(0xD55E00).getRGB());
    }

    @Test
    void theSamePlotGivesTheSameBytes() throws IOException {
        PlotFiles.write(plot(), folder.resolve("a"));
        PlotFiles.write(plot(), folder.resolve("b"));
        for (String file : List.of("exit.svg", "exit.png")) {
            assertThat(folder.resolve("a").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("b").resolve(file));
        }
    }

    private static List<Integer> colours(BufferedImage image) {
        List<Integer> colours = new ArrayList<>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                colours.add(image.getRGB(x, y));
            }
        }
        return colours.stream().distinct().toList();
    }
}

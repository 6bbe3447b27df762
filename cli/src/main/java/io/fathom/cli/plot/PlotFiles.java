package io.fathom.cli.plot;

import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.XYChart;
import org.w3c.dom.Document;

/** Plots as files: SVG to zoom into, PNG for where SVG is not shown. */
public final class PlotFiles {
    private static final String SVG = "http://www.w3.org/2000/svg";

    /** Pixels of the PNG for a unit of the plot, so that it stays sharp on fine screens. */
    public static final int SCALE = 2;

    /** Of coordinates in SVG; more would only make the files larger. */
    private static final int DECIMALS = 2;

    private PlotFiles() {}

    /** Whether Java finds fonts; on a machine without fontconfig it does not, and cannot draw any text. */
    public static boolean canDraw() {
        try {
            return !PlotPainter.font(Font.PLAIN, 12)
                    .getStringBounds("x", new FontRenderContext(null, false, false))
                    .isEmpty();
        } catch (InternalError | LinkageError | RuntimeException e) {
            return false;
        }
    }

    /** Writes {@code name.svg} and {@code name.png}; the same plot gives the same bytes on the same machine. */
    public static void write(Plot plot, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(plot.name() + ".svg"), svg(PlotPainter.paint(plot)));
        ImageIO.write(
                image(PlotPainter.paint(plot)),
                "png",
                folder.resolve(plot.name() + ".png").toFile());
    }

    private static BufferedImage image(XYChart chart) {
        BufferedImage image =
                new BufferedImage(SCALE * chart.getWidth(), SCALE * chart.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(SCALE, SCALE);
        chart.paint(graphics, chart.getWidth(), chart.getHeight());
        graphics.dispose();
        return image;
    }

    private static String svg(XYChart chart) throws IOException {
        Document document = emptyDocument();
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setComment(null);
        context.setPrecision(DECIMALS);
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        graphics.setSVGCanvasSize(new Dimension(chart.getWidth(), chart.getHeight()));
        chart.paint(graphics, chart.getWidth(), chart.getHeight());
        StringWriter text = new StringWriter();
        graphics.stream(text, true);
        return text.toString();
    }

    private static Document emptyDocument() {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVG, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK must be able to make an XML document, but could not", e);
        }
    }
}

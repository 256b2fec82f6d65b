/** Pictures of a work alone on the screen. Without this script they are links to themselves. */
import PhotoSwipeLightbox from './photoswipe-lightbox.js'

const calm = matchMedia('(prefers-reduced-motion: reduce)').matches

const lightbox = new PhotoSwipeLightbox({
  gallery: '.looks',
  children: 'a.look',
  bgOpacity: 1,
  showHideAnimationType: calm ? 'none' : 'fade',
  preload: [0, 1],
  pswpModule: () => import('./photoswipe.js'),
})

lightbox.on('uiRegister', () => {
  lightbox.pswp.ui.registerElement({
    name: 'words',
    order: 9,
    isButton: false,
    appendTo: 'root',
    onInit: (element, pswp) => {
      pswp.element.setAttribute('aria-label', document.title)
      pswp.on('change', () => {
        element.textContent = pswp.currSlide?.data.alt ?? ''
      })
    },
  })
})

lightbox.init()

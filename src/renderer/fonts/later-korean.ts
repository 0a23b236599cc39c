import '@fontsource/noto-sans-kr/400.css'
